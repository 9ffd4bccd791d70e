package dev.errand.worker.target;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The hosts that are called without a proxy, as {@code NO_PROXY} lists them for curl. */
final class DirectHosts {

  private final List<String> entries;

  /** Reads the list: names, addresses and networks, separated by commas or spaces. */
  DirectHosts(String list) {
    this.entries =
        Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  /** Whether a host and port match the list. */
  boolean include(String host, int port) {
    String name = bare(host.toLowerCase(Locale.ROOT));
    Optional<InetAddress> address = address(name);
    return entries.stream()
        .anyMatch(
            entry ->
                entry.equals("*")
                    || address
                        .map(it -> isAddress(entry, it, port))
                        .orElseGet(() -> isName(entry, name, port)));
  }

  /** Whether a host is this machine, judged only by its name or address. */
  static boolean isLoopback(String host) {
    String name = bare(host.toLowerCase(Locale.ROOT));
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || address(name).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** A name matches itself and all of its subdomains. */
  private static boolean isName(String entry, String host, int port) {
    int colon = entry.lastIndexOf(':');
    if (colon >= 0 && !entry.substring(colon + 1).equals(String.valueOf(port))) {
      return false;
    }
    String suffix = (colon >= 0 ? entry.substring(0, colon) : entry).replaceFirst("^\\*?\\.", "");
    return !suffix.isEmpty() && (host.equals(bare(suffix)) || host.endsWith("." + bare(suffix)));
  }

  private static boolean isAddress(String entry, InetAddress host, int port) {
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return address(entry.substring(0, slash))
          .filter(network -> isWithin(network, entry.substring(slash + 1), host))
          .isPresent();
    }
    if (address(bare(entry)).isPresent()) {
      return address(bare(entry)).filter(host::equals).isPresent();
    }
    int colon = entry.lastIndexOf(':');
    return colon >= 0
        && entry.substring(colon + 1).equals(String.valueOf(port))
        && address(bare(entry.substring(0, colon))).filter(host::equals).isPresent();
  }

  private static boolean isWithin(InetAddress network, String bits, InetAddress host) {
    int most = network.getAddress().length * 8;
    return host.getAddress().length * 8 == most
        && bits.matches("\\d{1,3}")
        && Integer.parseInt(bits) <= most
        && new IpSubnetFilterRule(network, Integer.parseInt(bits), IpFilterRuleType.ACCEPT)
            .matches(new InetSocketAddress(host, 0));
  }

  /** Without brackets and without the trailing dot of a full name. */
  private static String bare(String host) {
    return host.replaceAll("^\\[|]$|\\.$", "");
  }

  /** Parses an address; names are not resolved. */
  private static Optional<InetAddress> address(String text) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return address == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of another length", e);
    }
  }
}
