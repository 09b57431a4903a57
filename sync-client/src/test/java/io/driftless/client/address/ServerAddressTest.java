package io.driftless.client.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "files.example.org, https://files.example.org",
    "https://files.example.org:8443/, https://files.example.org:8443",
    "https://example.org/driftless//, https://example.org/driftless",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://localhost:8080/, http://localhost:8080",
    "http://[::1]:8080, http://[::1]:8080"
  })
  void usableAddressShouldBeRead(String typed, String expected) throws Exception {
    assertThat(ServerAddress.of(typed)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://files.example.org",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1:8080"
      })
  void plainHttpOffThisMachineShouldBeRefused(String typed) {
    assertThatThrownBy(() -> ServerAddress.of(typed))
        .isInstanceOf(BadAddressException.class)
        .hasMessageContaining("unencrypted")
        .hasMessageContaining("https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "ftp://example.org",
        "a b",
        "https://u:p@example.org",
        "https://x.org/?a=b"
      })
  void rubbishShouldBeRefused(String typed) {
    assertThatThrownBy(() -> ServerAddress.of(typed)).isInstanceOf(BadAddressException.class);
  }

  @Test
  void brokerShouldBeEncryptedOffThisMachine() throws Exception {
    assertThat(BrokerAddress.of("ssl://broker.example.org:443"))
        .isEqualTo(new BrokerAddress("broker.example.org", 443, true, true));
    assertThat(BrokerAddress.of("tcp://127.0.0.1:8080?httpUpgradeEnabled=false"))
        .isEqualTo(new BrokerAddress("127.0.0.1", 8080, false, false));
    assertThatThrownBy(() -> BrokerAddress.of("tcp://broker.example.org:443"))
        .isInstanceOf(BadAddressException.class)
        .hasMessageContaining("ssl://");
    for (String bad : new String[] {"tcp://127.0.0.1", "vm://0", "tcp://127.0.0.1:1?x=y", ""}) {
      assertThatThrownBy(() -> BrokerAddress.of(bad)).isInstanceOf(BadAddressException.class);
    }
  }

  @Test
  void overridesShouldComeFromTheEnvironment() throws Exception {
    AddressOverrides overrides =
        AddressOverrides.of(
            Map.of(
                "DRIFTLESS_SERVER_URL", "http://127.0.0.1:1",
                "DRIFTLESS_BROKER_URL", "tcp://127.0.0.1:2",
                "DRIFTLESS_BLOB_URL", "http://127.0.0.1:3",
                "DRIFTLESS_OIDC_URL", ""));
    assertThat(overrides.server()).hasToString("http://127.0.0.1:1");
    assertThat(overrides.broker()).hasToString("tcp://127.0.0.1:2");
    assertThat(overrides.oidc()).isNull();
    assertThat(AddressOverrides.replaceAuthority("http://blob:9/account/c?x=%20", overrides.blob()))
        .isEqualTo("http://127.0.0.1:3/account/c?x=%20");
    assertThat(AddressOverrides.replaceAuthority("http://blob:9/account", null))
        .isEqualTo("http://blob:9/account");
  }
}
