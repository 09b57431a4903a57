package io.driftless.server.blob;

import com.azure.core.http.HttpClient;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.pack.PackIndex;
import io.driftless.protocol.pack.PackTail;
import io.driftless.server.blob.PackPage.StoredPack;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Packs in Azure Blob Storage, or in whatever speaks its protocol. */
public final class AzureChunkStore implements ChunkStore {

  private static final int TRIES = 3;
  private static final int READ_TRIES = 2;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(50);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

  private final BlobServiceClient client;
  private final BlobServiceClient impatient;
  private final PassSigner signer;
  private final Clock clock;

  private AzureChunkStore(
      BlobServiceClient client, BlobServiceClient impatient, PassSigner signer, Clock clock) {
    this.client = client;
    this.impatient = impatient;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * A store for these settings. Makes no call.
   *
   * @throws IllegalArgumentException when the connection string makes no sense
   */
  public static AzureChunkStore connect(BlobSettings settings, Clock clock) {
    AzureConnection connection = AzureConnection.of(settings.connection());
    HttpClient transport = AzureConnection.transport();
    BlobServiceClient client = connection.client(transport, TRIES);
    String publicUrl = settings.publicUrl();
    PassSigner signer =
        new PassSigner(
            connection.account(),
            connection.key(),
            publicUrl == null ? client.getAccountUrl() : publicUrl);
    return new AzureChunkStore(client, connection.client(transport, 1), signer, clock);
  }

  @Override
  public void ping() {
    call("The blob store", () -> impatient.getPropertiesWithResponse(PING_TIMEOUT, Context.NONE));
  }

  @Override
  public void ensureContainer(String container) {
    call("Container " + container, () -> client.createBlobContainerIfNotExists(container));
  }

  @Override
  public Sas pass(String container, BlobAccess access, Instant expires) {
    if (expires.isAfter(clock.instant().plus(MAX_PASS))) {
      throw new IllegalArgumentException("A pass is good for at most " + MAX_PASS);
    }
    return signer.sign(container, access, expires);
  }

  @Override
  public OptionalLong length(String container, PackId pack) {
    try {
      return OptionalLong.of(lengthOf(container, pack));
    } catch (MissingPackException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public PackIndex readIndex(String container, PackId pack) throws PackFormatException {
    long length = lengthOf(container, pack);
    try {
      return PackIndex.read(
          new PackTail() {
            @Override
            public long length() {
              return length;
            }

            @Override
            public byte[] last(int count) {
              return read(container, pack, length - count, count);
            }
          });
    } catch (PackFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new ChunkStoreUnavailableException("Pack " + pack + " could not be read", e);
    }
  }

  @Override
  public byte[] read(String container, PackId pack, long offset, int length) {
    byte[] bytes =
        call(
            describe(container, pack),
            () ->
                blob(container, pack)
                    .downloadContentWithResponse(
                        new DownloadRetryOptions().setMaxRetryRequests(READ_TRIES),
                        null,
                        new BlobRange(offset, (long) length),
                        false,
                        CALL_TIMEOUT,
                        Context.NONE)
                    .getValue()
                    .toBytes());
    if (bytes.length != length) {
      throw new MissingPackException(
          "%s ends before byte %d".formatted(describe(container, pack), offset + length));
    }
    return bytes;
  }

  @Override
  public boolean put(String container, PackId pack, byte[] bytes) {
    BlockBlobSimpleUploadOptions upload =
        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
            .setContentMd5(md5(bytes))
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
    try {
      blob(container, pack).uploadWithResponse(upload, CALL_TIMEOUT, Context.NONE);
      return true;
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == 409 || e.getStatusCode() == 412) {
        return false;
      }
      throw AzureFailures.translate(describe(container, pack), e);
    } catch (RuntimeException e) {
      throw AzureFailures.translate(describe(container, pack), e);
    }
  }

  @Override
  public boolean delete(String container, PackId pack) {
    return call(
        describe(container, pack),
        () ->
            blob(container, pack)
                .deleteIfExistsWithResponse(null, null, CALL_TIMEOUT, Context.NONE)
                .getValue());
  }

  @Override
  public PackPage list(String container, @Nullable String page, int limit) {
    if (limit < 1 || limit > 5_000) {
      throw new IllegalArgumentException("A page has 1 to 5000 packs, not " + limit);
    }
    return call("Container " + container, () -> listed(container, page, limit));
  }

  private PackPage listed(String container, @Nullable String page, int limit) {
    BlobContainerClient blobs = client.getBlobContainerClient(container);
    ListBlobsOptions options = new ListBlobsOptions().setMaxResultsPerPage(limit);
    Iterator<PagedResponse<BlobItem>> pages =
        blobs.listBlobs(options, page, CALL_TIMEOUT).iterableByPage().iterator();
    if (!pages.hasNext()) {
      return new PackPage(List.of(), 0, null);
    }
    PagedResponse<BlobItem> response = pages.next();
    List<BlobItem> items = response.getElements().stream().toList();
    return new PackPage(
        items.stream().flatMap(AzureChunkStore::stored).toList(),
        items.stream()
            .filter(item -> PackId.ofBlobName(item.getName()).isEmpty())
            .mapToLong(item -> item.getProperties().getContentLength())
            .sum(),
        response.getContinuationToken());
  }

  private static Stream<StoredPack> stored(BlobItem item) {
    BlobItemProperties properties = item.getProperties();
    return PackId.ofBlobName(item.getName()).stream()
        .map(
            pack ->
                new StoredPack(
                    pack, properties.getContentLength(), properties.getCreationTime().toInstant()));
  }

  private long lengthOf(String container, PackId pack) {
    return call(
        describe(container, pack),
        () ->
            blob(container, pack)
                .getPropertiesWithResponse(null, CALL_TIMEOUT, Context.NONE)
                .getValue()
                .getBlobSize());
  }

  private BlockBlobClient blob(String container, PackId pack) {
    return client
        .getBlobContainerClient(container)
        .getBlobClient(pack.blobName())
        .getBlockBlobClient();
  }

  private static <T> T call(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw AzureFailures.translate(what, e);
    }
  }

  private static String describe(String container, PackId pack) {
    return "Pack " + pack + " in container " + container;
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no MD5", e);
    }
  }
}
