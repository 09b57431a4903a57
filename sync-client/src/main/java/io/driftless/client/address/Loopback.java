package io.driftless.client.address;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which host names mean this machine, without asking the name service. */
final class Loopback {

  private static final Pattern IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private Loopback() {}

  static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("::1")
        || IPV4.matcher(name).matches();
  }

  static void require(String host, String address, String safeScheme) throws BadAddressException {
    if (!is(host)) {
      throw new BadAddressException(
          "'%s' would send everything unencrypted over the network. Use an address that begins"
                  .formatted(address)
              + " with "
              + safeScheme
              + ".");
    }
  }
}
