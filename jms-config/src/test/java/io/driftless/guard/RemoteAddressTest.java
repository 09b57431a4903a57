package io.driftless.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {

  @ParameterizedTest
  @CsvSource({
    "/127.0.0.1:53240,127.0.0.1",
    "laptop.example.org/10.1.2.3:1,10.1.2.3",
    "10.1.2.3,10.1.2.3",
    "/[0:0:0:0:0:0:0:1]:5445,0:0:0:0:0:0:0:1",
    "[fe80::1%eth0]:5445,fe80::1%eth0",
    "tcp://10.1.2.3:61616,10.1.2.3",
    "/0:0:0:0:0:0:0:1:5445,0:0:0:0:0:0:0:1"
  })
  void addressShouldComeWithoutItsPort(String told, String address) {
    assertThat(RemoteAddress.withoutPort(told)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "[", "[]:1", "/[x", "a\nb:1"})
  void whatIsNoAddressShouldBeNone(String told) {
    assertThat(RemoteAddress.withoutPort(told)).isEmpty();
  }

  @Test
  void nothingShouldBeNone() {
    assertThat(RemoteAddress.withoutPort(null)).isEmpty();
  }
}
