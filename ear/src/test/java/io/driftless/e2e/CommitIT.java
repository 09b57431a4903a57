package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.message.Message.Update;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits through the broker of the running server: once each, told to those who may know. */
class CommitIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private WorkspaceId workspace;
  private Cursor start;

  @BeforeEach
  void makeWorkspace() throws Exception {
    workspace = WorkspaceId.of(stack.makeWorkspace("ada", "commits " + UUID.randomUUID()));
    JsonNode connect = stack.call("GET", "/api/v1/connect", "ada", Map.of());
    start = Cursor.start(ServerEpoch.of(connect.path("epoch").asText()));
  }

  @Test
  void commitShouldTakeEffectOnceWhenItsTransactionIsBrokenOff() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start);
        Connection inTheWay = database.lock(workspace)) {
      device.send(device.request(workspace, RawDevice.folder("once")));
      database.await(1, ServerDatabase.WAITING);
      database.number(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
              + " WHERE application_name = 'driftless' AND wait_event_type = 'Lock'");
      inTheWay.rollback();
      CommitAnswer answer = device.answer();
      assertThat(answer.refused()).isNull();
      assertThat(answer.answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
      assertThat(rows()).isEqualTo(1);
      assertThat(device.unread()).noneMatch(CommitAnswer.class::isInstance);
    }
  }

  @Test
  void commitSentAgainShouldGetTheStoredAnswer() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      CommitRequest request = device.request(workspace, RawDevice.folder("again"));
      device.send(request);
      CommitAnswer first = device.answer();
      device.send(request);
      assertThat(device.answer()).isEqualTo(first);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void commitIdWithOtherContentShouldBeRefused() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      CommitRequest request = device.request(workspace, RawDevice.folder("first"));
      device.send(request);
      device.answer();
      device.send(
          new CommitRequest(
              workspace,
              request.commit(),
              request.sequence(),
              0,
              start,
              List.of(RawDevice.folder("second"))));
      assertThat(device.answer().refused()).isInstanceOf(ChangeAnswer.IdReused.class);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void updateShouldReachEachDeviceOfEachMember() throws Exception {
    addGraceAsViewer();
    try (RawDevice sender = RawDevice.enrol(stack, "ada", start);
        RawDevice second = RawDevice.enrol(stack, "ada", start);
        RawDevice member = RawDevice.enrol(stack, "grace", start);
        RawDevice stranger = RawDevice.enrol(stack, "linus", start)) {
      sender.send(sender.request(workspace, RawDevice.folder("shared")));
      Cursor head = sender.answer().head();
      for (RawDevice told : List.of(sender, second, member)) {
        Update update = told.update(head.revision());
        assertThat(update.to()).isEqualTo(head);
        assertThat(update.changes()).singleElement().matches(c -> c.row().name().equals("shared"));
      }
      assertThat(stranger.unread()).isEmpty();
    }
  }

  @Test
  void commitsWithoutTheRightShouldBeDenied() throws Exception {
    addGraceAsViewer();
    try (RawDevice viewer = RawDevice.enrol(stack, "grace", start);
        RawDevice stranger = RawDevice.enrol(stack, "linus", start)) {
      viewer.send(viewer.request(workspace, RawDevice.folder("viewer")));
      assertThat(viewer.answer().refused()).isInstanceOf(ChangeAnswer.Denied.class);
      stranger.send(stranger.request(workspace, RawDevice.folder("stranger")));
      CommitAnswer denied = stranger.answer();
      assertThat(denied.refused()).isInstanceOf(ChangeAnswer.Denied.class);
      assertThat(denied.head()).isNull();
      stranger.send(
          stranger.request(new WorkspaceId(UUID.randomUUID()), RawDevice.folder("nowhere")));
      assertThat(stranger.answer())
          .usingRecursiveComparison()
          .comparingOnlyFields("refused", "head")
          .isEqualTo(denied);
      assertThat(rows()).isZero();
    }
  }

  @Test
  void accountThatIsShutOutWhileItsCommitWaitsShouldBeDenied() throws Exception {
    workspace = WorkspaceId.of(stack.makeWorkspace("linus", "shut " + UUID.randomUUID()));
    try (RawDevice device = RawDevice.enrol(stack, "linus", start);
        Connection inTheWay = database.lock(workspace)) {
      device.send(device.request(workspace, RawDevice.folder("too late")));
      database.await(1, ServerDatabase.WAITING);
      shutOut(device, "now()");
      inTheWay.rollback();
      assertThat(device.answer().refused()).isInstanceOf(ChangeAnswer.Denied.class);
      assertThat(rows()).isZero();
      shutOut(device, "NULL");
    }
  }

  private void shutOut(RawDevice device, String since) throws Exception {
    database.change(
        "UPDATE account SET disabled_at = "
            + since
            + " WHERE id = (SELECT account_id FROM device WHERE id = ?)",
        device.id);
  }

  @Test
  void requestThatCanNeverSucceedShouldBeAnswered() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      CommitRequest request = device.request(workspace, RawDevice.folder("hole"));
      JsonNode tree =
          Codec.cbor().readTree(EnvelopeCodec.encode(Envelope.of(start.epoch(), request)));
      ((ObjectNode) tree.path("body")).remove("changes");
      device.send(Codec.cbor().writeValueAsBytes(tree));
      CommitAnswer answer = device.answer();
      assertThat(answer.commit()).isEqualTo(request.commit());
      assertThat(answer.refused()).isInstanceOf(ChangeAnswer.Malformed.class);
      device.send(new byte[] {1, 2, 3});
      CommitRequest next = device.request(workspace, RawDevice.folder("goes on"));
      device.send(next);
      assertThat(device.answer().commit()).isEqualTo(next.commit());
    }
  }

  @Test
  void laterVersionOfTheProtocolShouldBeAnsweredAsFarAsItCanBeRead() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      CommitRequest request = device.request(workspace, RawDevice.folder("tomorrow"));
      ObjectNode tree =
          (ObjectNode)
              Codec.cbor().readTree(EnvelopeCodec.encode(Envelope.of(start.epoch(), request)));
      tree.put("v", 2);
      device.send(Codec.cbor().writeValueAsBytes(tree));
      CommitAnswer answer = device.answer();
      assertThat(answer.commit()).isEqualTo(request.commit());
      assertThat(answer.refused()).isInstanceOf(ChangeAnswer.Malformed.class);
      tree.put("v", 1).put("kind", "of tomorrow");
      device.send(Codec.cbor().writeValueAsBytes(tree));
      assertThat(device.answer().refused()).isInstanceOf(ChangeAnswer.Malformed.class);
      assertThat(rows()).isZero();
    }
  }

  /** A stored answer that can't be read fails at every attempt. */
  @Test
  void requestThatFailsAtEveryAttemptShouldBeAnsweredAndKept() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start);
        BrokerQueues queues = BrokerQueues.ofStack()) {
      CommitRequest request = device.request(workspace, RawDevice.folder("poison"));
      device.send(request);
      device.answer();
      database.change("UPDATE commit_log SET answer = '\\x00' WHERE device_id = ?", device.id);
      int usual = queues.attemptsOfRequests(2);
      try {
        device.send(request);
        CommitAnswer told = device.answer();
        assertThat(told.commit()).isEqualTo(request.commit());
        assertThat(told.refused()).isInstanceOf(ChangeAnswer.Held.class);
      } finally {
        queues.attemptsOfRequests(usual);
      }
      CommitRequest next = device.request(workspace, RawDevice.folder("goes on"));
      device.send(next);
      assertThat(device.answer().answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
      assertThat(rows()).isEqualTo(2);
    }
  }

  @Test
  void answersUpToAnsweredThroughShouldBeForgottenAndTheirSequencesRefused() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      CommitRequest first = device.request(workspace, RawDevice.folder("one"));
      device.send(first);
      device.answer();
      device.send(device.request(workspace, RawDevice.folder("two")));
      device.answer();
      assertThat(kept(device, first.commit())).isZero();
      device.send(first);
      assertThat(device.answer().refused()).isInstanceOf(ChangeAnswer.IdReused.class);
      assertThat(rows()).isEqualTo(2);
    }
  }

  private long rows() throws Exception {
    return database.number(
        "SELECT count(*) FROM journal WHERE workspace_id = ?", workspace.value());
  }

  private long kept(RawDevice device, CommitId commit) throws Exception {
    return database.number(
        "SELECT count(*) FROM commit_log WHERE device_id = ? AND commit_id = ?",
        device.id,
        commit.value());
  }

  private void addGraceAsViewer() throws Exception {
    stack.call("GET", "/api/v1/workspaces", "grace", Map.of());
    stack.call(
        "PUT",
        "/api/v1/workspaces/" + workspace + "/members/grace",
        "ada",
        Map.of("role", "viewer"));
  }
}
