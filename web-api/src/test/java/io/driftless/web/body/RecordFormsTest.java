package io.driftless.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ConnectInfo;
import jakarta.ws.rs.core.MediaType;
import org.junit.jupiter.api.Test;

class RecordFormsTest {

  @Test
  void shouldCarryRecordsOfTheApiOnly() {
    assertThat(RecordForms.carries(ConnectInfo.class)).isTrue();
    assertThat(RecordForms.carries(ChunkLookup.class)).isTrue();
    assertThat(RecordForms.carries(String.class)).isFalse();
    assertThat(RecordForms.carries(byte[].class)).isFalse();
  }

  @Test
  void shouldWriteCborOnlyWhenThatIsTheType() {
    assertThat(RecordForms.isCbor(new MediaType("application", "cbor"))).isTrue();
    assertThat(RecordForms.isCbor(MediaType.APPLICATION_JSON_TYPE)).isFalse();
    assertThat(RecordForms.isCbor(MediaType.WILDCARD_TYPE)).isFalse();
  }
}
