package io.driftless.server.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceSecretTest {

  @Test
  void secretShouldHold256Bits() {
    String text = DeviceSecret.random(new Random(3)).text();
    assertThat(text).matches("[A-Za-z0-9_-]{43}");
    assertThat(Base64.getUrlDecoder().decode(text)).hasSize(32);
  }

  @Test
  void hashShouldBeHexOfTheTextAsTheRealmComparesIt() {
    assertThat(new DeviceSecret("abc").hash())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void secretShouldNotReachALogByItsText() {
    assertThat(new DeviceSecret("abc").toString()).doesNotContain("abc");
  }
}
