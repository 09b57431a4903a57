package io.driftless.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedEncodingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "br, gzip", "gzip;q=0.5", "deflate,gzip ; q=1.0"})
  void shouldTakeGzipWhenNamed(String header) {
    assertThat(AcceptedEncodings.takesGzip(List.of(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip", "br"})
  void shouldNotTakeGzipOtherwise(String header) {
    assertThat(AcceptedEncodings.takesGzip(List.of(header))).isFalse();
  }

  @Test
  void shouldNotTakeGzipWithoutHeader() {
    assertThat(AcceptedEncodings.takesGzip(null)).isFalse();
  }
}
