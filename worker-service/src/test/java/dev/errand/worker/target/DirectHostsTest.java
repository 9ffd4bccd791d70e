package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectHostsTest {

  @ParameterizedTest
  @CsvSource({
    // A list, a host, its port, and whether the host is called directly.
    "'',                           a.example,       443, false",
    "*,                            a.example,       443, true",
    "a.example,                    a.example,       443, true",
    "a.example,                    b.a.example,     443, true",
    ".a.example,                   a.example,       443, true",
    ".a.example,                   b.a.example,     443, true",
    "*.a.example,                  b.a.example,     443, true",
    "a.example,                    ba.example,      443, false",
    "a.example,                    a.example.org,   443, false",
    "A.Example,                    a.EXAMPLE,       443, true",
    "a.example.,                   a.example,       443, true",
    "a.example,                    a.example.,      443, true",
    "a.example:443,                a.example,       443, true",
    "a.example:8443,               a.example,       443, false",
    "'b.example, a.example',       a.example,       443, true",
    "'b.example  a.example',       a.example,       443, true",
    "'b.example,,a.example,',      a.example,       443, true",
    "svc,                          llm.ns.svc,      80,  true",
    "llm_server,                   llm_server,      80,  true",
    "example,                      a.example,       443, true",
    ".,                            a.example,       443, false",
    "10.1.2.3,                     10.1.2.3,        80,  true",
    "10.1.2.3,                     10.1.2.30,       80,  false",
    "10.1.2.3:80,                  10.1.2.3,        80,  true",
    "10.1.2.3:81,                  10.1.2.3,        80,  false",
    "2.3,                          10.1.2.3,        80,  false",
    "10.0.0.0/8,                   10.1.2.3,        80,  true",
    "10.0.0.0/8,                   11.1.2.3,        80,  false",
    "10.1.2.3/32,                  10.1.2.3,        80,  true",
    "0.0.0.0/0,                    11.1.2.3,        80,  true",
    "10.0.0.0/33,                  10.1.2.3,        80,  false",
    "10.0.0.0/x,                   10.1.2.3,        80,  false",
    "10.0.0.0/8,                   a.example,       80,  false",
    "fd00::/8,                     'fd00::1',       80,  true",
    "fd00::/8,                     '[fd12::1]',     80,  true",
    "fd00::/8,                     'fe80::1',       80,  false",
    "fd00::/8,                     10.1.2.3,        80,  false",
    "fd00::1,                      '[fd00:0::1]',   80,  true",
    "'[fd00::1]',                  'fd00::1',       80,  true",
    "'[fd00::1]:80',               'fd00::1',       80,  true",
    "'[fd00::1]:81',               'fd00::1',       80,  false",
  })
  void listedHostsAreCalledDirectly(String list, String host, int port, boolean direct) {
    assertEquals(direct, new DirectHosts(list).include(host, port));
  }
}
