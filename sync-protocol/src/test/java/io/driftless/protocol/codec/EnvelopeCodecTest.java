package io.driftless.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden files pin every message; run with {@code -Ddriftless.golden.write=true} to add the file of
 * a new sample. A file that stands is never changed: it has to stay readable.
 */
class EnvelopeCodecTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/message");

  static Stream<Map.Entry<String, Envelope>> samples() {
    return Samples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void messageShouldBeWrittenAsItsGoldenFile(Map.Entry<String, Envelope> sample) throws Exception {
    Path golden = GOLDEN.resolve(sample.getKey() + ".cbor");
    byte[] encoded = EnvelopeCodec.encode(sample.getValue());
    if (Boolean.getBoolean("driftless.golden.write") && Files.notExists(golden)) {
      Files.createDirectories(GOLDEN);
      Files.write(golden, encoded);
    }
    assertThat(encoded).isEqualTo(Files.readAllBytes(golden));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void goldenFileShouldReadAsItsMessage(Map.Entry<String, Envelope> sample) throws Exception {
    byte[] golden = Files.readAllBytes(GOLDEN.resolve(sample.getKey() + ".cbor"));
    assertThat(EnvelopeCodec.decode(golden)).isEqualTo(sample.getValue());
  }

  @Test
  void samplesShouldHoldEveryAnswer() {
    Stream<Class<?>> answers =
        Samples.all().values().stream()
            .map(Envelope::body)
            .filter(Message.CommitAnswer.class::isInstance)
            .map(Message.CommitAnswer.class::cast)
            .flatMap(
                answer ->
                    Stream.concat(answer.answers().stream(), Stream.ofNullable(answer.refused())))
            .map(Object::getClass);
    assertThat(answers.distinct().count() + 1)
        .as("all but 'unknown'")
        .isEqualTo(ChangeAnswer.class.getPermittedSubclasses().length);
  }

  @Test
  void unknownKindShouldReadAsUnknown() throws Exception {
    assertThat(EnvelopeCodec.decode(frame(1, "newsletter")).body())
        .isEqualTo(new Message.Unknown("newsletter"));
  }

  @Test
  void laterVersionShouldReadAsUnknown() throws Exception {
    Envelope envelope = EnvelopeCodec.decode(frame(Limits.PROTOCOL_VERSION + 1, "update"));
    assertThat(envelope.version()).isEqualTo(Limits.PROTOCOL_VERSION + 1);
    assertThat(envelope.body()).isEqualTo(new Message.Unknown("update"));
  }

  @Test
  void unknownFieldsShouldBeIgnored() throws Exception {
    ObjectNode tree = sampleTree("workspace-gone");
    tree.put("priority", 9);
    tree.withObject("/body").put("reason", "moved to another team");
    assertThat(decode(tree)).isEqualTo(Samples.all().get("workspace-gone"));
  }

  @Test
  void unknownAnswerShouldReadAsUnknown() throws Exception {
    ObjectNode tree = sampleTree("answer-refused");
    tree.withObject("/body/refused").put("answer", "onHoliday");
    assertThat(((Message.CommitAnswer) decode(tree).body()).refused())
        .isEqualTo(new ChangeAnswer.Unknown("onHoliday"));
  }

  @Test
  void missingComponentShouldBeRefused() throws Exception {
    ObjectNode tree = sampleTree("pack-rejected");
    tree.withObject("/body").remove("pack");
    assertThatThrownBy(() -> decode(tree))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("pack");
  }

  @Test
  void nullComponentShouldBeRefused() throws Exception {
    ObjectNode tree = sampleTree("pack-rejected");
    tree.withObject("/body").putNull("workspace");
    assertThatThrownBy(() -> decode(tree))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("workspace");
  }

  @Test
  void digestOfWrongLengthShouldBeRefused() throws Exception {
    ObjectNode tree = sampleTree("answer");
    ((ObjectNode) tree.at("/body/answers/7")).putArray("hashes").add(new byte[31]);
    assertThatThrownBy(() -> decode(tree)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void everyPrefixOfAMessageShouldBeRefused() {
    byte[] whole = EnvelopeCodec.encode(Samples.all().get("commit"));
    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EnvelopeCodec.decode(prefix))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void rubbishShouldBeRefusedAndNothingElseThrown() {
    java.util.Random random = new java.util.Random(42);
    byte[] whole = EnvelopeCodec.encode(Samples.all().get("commit"));
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        EnvelopeCodec.decode(damaged);
      } catch (MalformedMessageException expected) {
        assertThat(expected).hasMessageStartingWith("N");
      }
    }
  }

  @Test
  void messageAtTheLimitShouldPassThatCheckAndOneByteMoreShouldNot() {
    assertThatThrownBy(() -> EnvelopeCodec.decode(new byte[Limits.MAX_MESSAGE_BYTES]))
        .hasMessageNotContaining("at most");
    assertThatThrownBy(() -> EnvelopeCodec.decode(new byte[Limits.MAX_MESSAGE_BYTES + 1]))
        .hasMessageContaining("at most");
  }

  private static byte[] frame(int version, String kind) throws IOException {
    ObjectNode tree = Codec.cbor().createObjectNode();
    tree.put("v", version).put("kind", kind).putObject("body").put("surprise", true);
    return Codec.cbor().writeValueAsBytes(tree);
  }

  private static ObjectNode sampleTree(String name) throws IOException {
    return (ObjectNode) Codec.cbor().readTree(EnvelopeCodec.encode(Samples.all().get(name)));
  }

  private static Envelope decode(ObjectNode tree) throws IOException {
    return EnvelopeCodec.decode(Codec.cbor().writeValueAsBytes(tree));
  }
}
