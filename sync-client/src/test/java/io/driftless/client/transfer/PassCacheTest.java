package io.driftless.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.schedule.Clock;
import io.driftless.client.server.ServerException;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.WorkspaceId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PassCacheTest {

  private static final WorkspaceId HERE = new WorkspaceId(new UUID(0, 1));
  private static final WorkspaceId THERE = new WorkspaceId(new UUID(0, 2));
  private static final long MINUTE = 60_000;

  private long nowMillis = 1_000_000;
  private int calls;
  private ServerException failure;
  private String address = "https://blobs.example.org/account/ws";

  private final Clock clock =
      new Clock() {
        @Override
        public long wallMillis() {
          return nowMillis;
        }

        @Override
        public long steadyMillis() {
          return nowMillis;
        }
      };
  private final PassCache passes = new PassCache(this::fetch, clock, null);

  private Sas fetch(WorkspaceId workspace, BlobAccess access) throws ServerException {
    if (failure != null) {
      throw failure;
    }
    calls++;
    return new Sas(address, "sig=" + calls, nowMillis + 15 * MINUTE);
  }

  @Test
  void passIsKeptUntilShortlyBeforeItsEnd() throws TransferException {
    Sas first = passes.get(HERE, BlobAccess.UPLOAD);
    nowMillis += 13 * MINUTE;
    assertThat(passes.get(HERE, BlobAccess.UPLOAD)).isEqualTo(first);
    nowMillis += 1;
    assertThat(passes.get(HERE, BlobAccess.UPLOAD)).isNotEqualTo(first);
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void workspacesAndDirectionsHavePassesOfTheirOwn() throws TransferException {
    passes.get(HERE, BlobAccess.UPLOAD);
    passes.get(HERE, BlobAccess.DOWNLOAD);
    passes.get(THERE, BlobAccess.UPLOAD);
    assertThat(calls).isEqualTo(3);
    passes.forget(HERE);
    passes.get(HERE, BlobAccess.UPLOAD);
    passes.get(THERE, BlobAccess.UPLOAD);
    assertThat(calls).isEqualTo(4);
  }

  @Test
  void usedPassIsRenewedAheadAndAnUnusedOneIsLeftToEnd() throws TransferException {
    passes.get(HERE, BlobAccess.UPLOAD);
    passes.renewAhead();
    assertThat(calls).isEqualTo(1);
    nowMillis += 9 * MINUTE;
    passes.renewAhead();
    assertThat(calls).isEqualTo(2);
    nowMillis += 9 * MINUTE;
    passes.renewAhead();
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void failureToRenewAheadLeavesThePassThatIsStillGood() throws TransferException {
    Sas pass = passes.get(HERE, BlobAccess.UPLOAD);
    nowMillis += 9 * MINUTE;
    failure =
        new ServerException(ServerException.Kind.UNREACHABLE, "unreachable", "There is no network");
    passes.renewAhead();
    assertThat(passes.get(HERE, BlobAccess.UPLOAD)).isEqualTo(pass);
  }

  @Test
  void droppedPassIsFetchedAgainAndANewerOneIsKept() throws TransferException {
    Sas first = passes.get(HERE, BlobAccess.UPLOAD);
    passes.drop(HERE, BlobAccess.UPLOAD, first);
    Sas second = passes.get(HERE, BlobAccess.UPLOAD);
    passes.drop(HERE, BlobAccess.UPLOAD, first);
    assertThat(passes.get(HERE, BlobAccess.UPLOAD)).isEqualTo(second).isNotEqualTo(first);
  }

  @Test
  void serverThatGivesNoPassIsReportedInItsOwnWords() {
    failure =
        new ServerException(ServerException.Kind.UNREACHABLE, "unreachable", "There is no network");
    TransferException passing =
        PackStoreContract.assertKind(Kind.NO_PASS, () -> passes.get(HERE, BlobAccess.UPLOAD));
    assertThat(passing.passing()).isTrue();
    failure =
        new ServerException(
            ServerException.Kind.DENIED, "not-a-member", "You are no member any more");
    TransferException denied =
        PackStoreContract.assertKind(Kind.REFUSED, () -> passes.get(HERE, BlobAccess.UPLOAD));
    assertThat(denied.code()).isEqualTo("not-a-member");
    assertThat(denied).hasMessage("You are no member any more");
  }

  @Test
  void plainAddressOverTheNetworkIsRefused() {
    address = "http://blobs.example.org/account/ws";
    PackStoreContract.assertKind(Kind.REFUSED, () -> passes.get(HERE, BlobAccess.UPLOAD));
  }

  @Test
  void addressCanBeOverridden() throws TransferException, BadAddressException {
    PassCache behind = new PassCache(this::fetch, clock, ServerAddress.of("http://127.0.0.1:9"));
    assertThat(behind.get(HERE, BlobAccess.DOWNLOAD).containerUrl())
        .isEqualTo("http://127.0.0.1:9/account/ws");
  }
}
