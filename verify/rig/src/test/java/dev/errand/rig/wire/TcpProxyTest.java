package dev.errand.rig.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that says nothing by itself: the test speaks for both sides. */
class TcpProxyTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration NOT = Duration.ofMillis(200);

  private ServerSocket listener;
  private TcpProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = new TcpProxy(Protocol.POSTGRES, "127.0.0.1", listener.getLocalPort());
    client = new Socket("127.0.0.1", proxy.port());
    server = listener.accept();
    for (Socket socket : new Socket[] {client, server}) {
      socket.setSoTimeout((int) SOON.toMillis());
    }
    byte[] startup = {0, 0, 0, 8, 0, 3, 0, 0};
    assertPasses(client, server, startup);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    proxy.close();
    listener.close();
  }

  @Test
  void trafficPassesUnchangedUnlessHalted() throws IOException {
    assertPasses(client, server, message('P', "s1\0select 1\0\0\0"));
    assertPasses(server, client, message('Z', "I"));
  }

  @Test
  void aStatementIsHaltedBeforeTheServerGetsIt() throws Exception {
    Halt halt = proxy.stopAt(Halt.before("insert into job"));
    assertPasses(client, server, message('P', "s1\0insert into job values\0\0\0"));
    byte[] bind = message('B', "\0s1\0");
    client.getOutputStream().write(bind);
    assertTrue(halt.isReachedWithin(SOON));
    assertNothingArrives(server);

    halt.pass();

    assertArrayEquals(bind, server.getInputStream().readNBytes(bind.length));
  }

  @Test
  void anotherStatementIsNotHalted() throws Exception {
    Halt halt = proxy.stopAt(Halt.before("insert into job"));
    assertPasses(client, server, message('P', "s1\0select 1\0\0\0"));
    assertPasses(client, server, message('B', "\0s1\0"));
    assertFalse(halt.isReachedWithin(NOT));
  }

  @Test
  void anAnswerIsHaltedAfterTheServerHasSentIt() throws Exception {
    Halt halt = proxy.stopAt(Halt.after("insert into job"));
    assertPasses(client, server, message('P', "\0insert into job values\0\0\0"));
    assertPasses(client, server, message('B', "\0\0"));
    assertPasses(server, client, message('C', "INSERT 0 1\0"));
    byte[] ready = message('Z', "I");
    server.getOutputStream().write(ready);
    assertTrue(halt.isReachedWithin(SOON));
    assertNothingArrives(client);

    halt.pass();

    assertArrayEquals(ready, client.getInputStream().readNBytes(ready.length));
  }

  @Test
  void aStatementCanBeHaltedBeforeAndAfter() throws Exception {
    Halt before = proxy.stopAt(Halt.before("update"));
    byte[] query = message('Q', "update job\0");
    client.getOutputStream().write(query);
    assertTrue(before.isReachedWithin(SOON));

    Halt after = before.passUntilAnswered();

    assertArrayEquals(query, server.getInputStream().readNBytes(query.length));
    server.getOutputStream().write(message('Z', "I"));
    assertTrue(after.isReachedWithin(SOON));
    assertNothingArrives(client);
  }

  @Test
  void aDroppedMessageTakesItsConnectionWithIt() throws Exception {
    Halt halt = proxy.stopAt(Halt.before("update"));
    client.getOutputStream().write(message('Q', "update job\0"));
    assertTrue(halt.isReachedWithin(SOON));

    halt.drop();

    assertEquals(-1, server.getInputStream().read());
    assertEquals(-1, client.getInputStream().read());
  }

  @Test
  void aBlackholeSwallowsAndItsEndBreaksTheConnection() throws IOException {
    proxy.freeze();
    client.getOutputStream().write(message('Q', "select 1\0"));
    assertNothingArrives(server);

    proxy.restore();

    assertEquals(-1, server.getInputStream().read());
  }

  private static void assertPasses(Socket from, Socket to, byte[] message) throws IOException {
    from.getOutputStream().write(message);
    assertArrayEquals(message, to.getInputStream().readNBytes(message.length));
  }

  private static void assertNothingArrives(Socket at) throws IOException {
    long end = System.nanoTime() + NOT.toNanos();
    while (System.nanoTime() < end) {
      assertEquals(0, at.getInputStream().available());
      Thread.onSpinWait();
    }
  }

  private static byte[] message(char type, String payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] text = payload.getBytes(StandardCharsets.UTF_8);
    out.writeByte(type);
    out.writeInt(4 + text.length);
    out.write(text);
    return bytes.toByteArray();
  }
}
