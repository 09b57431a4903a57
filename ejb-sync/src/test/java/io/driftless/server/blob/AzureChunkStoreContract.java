package io.driftless.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.PackId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What passes are good for, asked of whatever speaks Azure's protocol, as a client would. */
public abstract class AzureChunkStoreContract extends ChunkStoreContract {

  private final HttpClient http = HttpClient.newHttpClient();

  /** The connection string of the account under test. */
  protected abstract String connection();

  @Override
  protected ChunkStore store() {
    return AzureChunkStore.connect(new BlobSettings(connection(), null), Clock.systemUTC());
  }

  @Test
  void uploadPassCreatesAndDoesNothingElse() throws Exception {
    Sas upload = pass(container(), BlobAccess.UPLOAD, Duration.ofMinutes(5));
    PackId pack = newPack();

    assertThat(put(upload, pack, bytes(5_000))).isEqualTo(201);
    assertThat(store().read(container(), pack, 0, 5_000)).isEqualTo(bytes(5_000));
    assertThat(put(upload, pack, bytes(6_000))).isIn(403, 409, 412);
    assertThat(store().length(container(), pack)).hasValue(5_000);
    assertThat(get(upload, "/" + pack.blobName(), "")).isEqualTo(403);
    assertThat(get(upload, "", "restype=container&comp=list&")).isEqualTo(403);
    assertThat(delete(upload, pack)).isEqualTo(403);
  }

  @Test
  void downloadPassReadsAndDoesNothingElse() throws Exception {
    Sas download = pass(container(), BlobAccess.DOWNLOAD, Duration.ofMinutes(5));
    PackId pack = newPack();
    store().put(container(), pack, bytes(5_000));

    assertThat(get(download, "/" + pack.blobName(), "")).isEqualTo(200);
    assertThat(get(download, "", "restype=container&comp=list&")).isEqualTo(403);
    assertThat(put(download, newPack(), bytes(10))).isEqualTo(403);
    assertThat(delete(download, pack)).isEqualTo(403);
    assertThat(store().length(container(), pack)).hasValue(5_000);
  }

  @Test
  void passIsGoodForItsContainerAndTimeOnly() throws Exception {
    String other = "ws-" + UUID.randomUUID();
    store().ensureContainer(other);
    PackId pack = newPack();
    store().put(other, pack, bytes(10));
    Sas here = pass(container(), BlobAccess.DOWNLOAD, Duration.ofMinutes(5));
    Sas there = pass(other, BlobAccess.DOWNLOAD, Duration.ofMinutes(5));
    Sas mixed = new Sas(there.containerUrl(), here.signature(), here.expiresMillis());

    assertThat(get(there, "/" + pack.blobName(), "")).isEqualTo(200);
    assertThat(get(mixed, "/" + pack.blobName(), "")).isEqualTo(403);
    Sas late = pass(other, BlobAccess.DOWNLOAD, Duration.ofMinutes(-1));
    assertThat(get(late, "/" + pack.blobName(), "")).isEqualTo(403);
  }

  @Test
  void blobsThatAreNoPacksAreNotListed() throws Exception {
    Sas upload = pass(container(), BlobAccess.UPLOAD, Duration.ofMinutes(5));
    String stray = upload.containerUrl() + "/stray.txt?" + upload.signature();
    assertThat(send(uploadOf(stray, bytes(3)))).isEqualTo(201);
    PackId pack = newPack();
    store().put(container(), pack, bytes(3));

    assertThat(store().list(container(), null, 100).packs())
        .extracting(PackPage.StoredPack::pack)
        .containsExactly(pack);
  }

  @Test
  void wrongKeyIsRefusedForGood() {
    String wrong = connection().replaceAll("AccountKey=[^;]*", "AccountKey=d3Jvbmcga2V5");
    ChunkStore refused = AzureChunkStore.connect(new BlobSettings(wrong, null), Clock.systemUTC());
    assertThatThrownBy(refused::ping).isInstanceOf(ChunkStoreRefusedException.class);
    assertThatThrownBy(() -> refused.length(container(), newPack()))
        .isInstanceOf(ChunkStoreRefusedException.class);
  }

  private Sas pass(String container, BlobAccess access, Duration ahead) {
    return store().pass(container, access, Instant.now().plus(ahead));
  }

  private int put(Sas sas, PackId pack, byte[] bytes) throws IOException, InterruptedException {
    String address = sas.containerUrl() + "/" + pack.blobName() + "?" + sas.signature();
    return send(uploadOf(address, bytes));
  }

  private static HttpRequest.Builder uploadOf(String address, byte[] bytes) {
    return HttpRequest.newBuilder(URI.create(address))
        .header("x-ms-blob-type", "BlockBlob")
        .header("If-None-Match", "*")
        .PUT(BodyPublishers.ofByteArray(bytes));
  }

  private int get(Sas sas, String path, String query) throws IOException, InterruptedException {
    URI address = URI.create(sas.containerUrl() + path + "?" + query + sas.signature());
    return send(HttpRequest.newBuilder(address).GET());
  }

  private int delete(Sas sas, PackId pack) throws IOException, InterruptedException {
    String address = sas.containerUrl() + "/" + pack.blobName() + "?" + sas.signature();
    return send(HttpRequest.newBuilder(URI.create(address)).DELETE());
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
