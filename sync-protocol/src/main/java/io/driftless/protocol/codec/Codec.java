package io.driftless.protocol.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;

/**
 * The mappers between records and bytes. Unknown fields are ignored, absent ones read as null or
 * zero; ids and digests are text in JSON and byte strings in CBOR (RFC 8949). Why CBOR: docs/adr.
 */
public final class Codec {

  /** How deep a body may nest. */
  private static final int MAX_NESTING = 64;

  private static final ObjectMapper JSON = configured(new JsonFactory());
  private static final ObjectMapper CBOR = configured(new CBORFactory());

  private Codec() {}

  /** JSON, for the HTTP API. Shared and immutable by convention: never reconfigure it. */
  public static ObjectMapper json() {
    return JSON;
  }

  /**
   * CBOR, for queues and bulk listings. Shared and immutable by convention: never reconfigure it.
   */
  public static ObjectMapper cbor() {
    return CBOR;
  }

  private static ObjectMapper configured(JsonFactory factory) {
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build());
    SimpleModule digests = new SimpleModule("driftless");
    digests.addSerializer(Sha256.class, new DigestWriter());
    digests.addDeserializer(Sha256.class, new DigestReader());
    return new ObjectMapper(factory)
        .setAnnotationIntrospector(new RequiredComponents())
        .registerModule(digests)
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private static final class DigestWriter extends StdScalarSerializer<Sha256> {
    private static final long serialVersionUID = 1L;

    DigestWriter() {
      super(Sha256.class);
    }

    @Override
    public void serialize(Sha256 digest, JsonGenerator into, SerializerProvider provider)
        throws IOException {
      if (into.canWriteBinaryNatively()) {
        into.writeBinary(digest.bytes());
      } else {
        into.writeString(digest.hex());
      }
    }
  }

  private static final class DigestReader extends StdScalarDeserializer<Sha256> {
    private static final long serialVersionUID = 1L;

    DigestReader() {
      super(Sha256.class);
    }

    @Override
    public Sha256 deserialize(JsonParser from, DeserializationContext context) throws IOException {
      try {
        return from.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
            ? Sha256.ofBytes(from.getBinaryValue())
            : Sha256.ofHex(from.getText());
      } catch (IllegalArgumentException e) {
        return (Sha256)
            context.handleWeirdStringValue(Sha256.class, from.getText(), e.getMessage());
      }
    }
  }
}
