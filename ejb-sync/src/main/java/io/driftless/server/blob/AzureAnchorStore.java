package io.driftless.server.blob;

import com.azure.core.http.HttpClient;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Anchors of the audit in a container of their own. Give that container an immutability policy, and
 * nobody can replace or delete one before its time.
 */
public final class AzureAnchorStore implements AnchorStore {

  /** The container's name. */
  public static final String CONTAINER = "driftless-audit";

  private static final int TRIES = 3;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(50);

  private final BlobServiceClient client;

  private AzureAnchorStore(BlobServiceClient client) {
    this.client = client;
  }

  /** A store for these settings. Makes no call. */
  public static AzureAnchorStore connect(BlobSettings settings) {
    HttpClient transport = AzureConnection.transport();
    return new AzureAnchorStore(AzureConnection.of(settings.connection()).client(transport, TRIES));
  }

  @Override
  public boolean put(long number, byte[] anchor) {
    BlockBlobSimpleUploadOptions upload =
        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(anchor))
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
    try {
      client.createBlobContainerIfNotExists(CONTAINER);
      blob(number).uploadWithResponse(upload, CALL_TIMEOUT, Context.NONE);
      return true;
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == 409 || e.getStatusCode() == 412) {
        return false;
      }
      throw AzureFailures.translate(describe(number), e);
    } catch (RuntimeException e) {
      throw AzureFailures.translate(describe(number), e);
    }
  }

  @Override
  public byte @Nullable [] get(long number) {
    try {
      return blob(number).downloadContent().toBytes();
    } catch (RuntimeException e) {
      RuntimeException translated = AzureFailures.translate(describe(number), e);
      if (translated instanceof MissingPackException) {
        return null;
      }
      throw translated;
    }
  }

  private BlockBlobClient blob(long number) {
    return client
        .getBlobContainerClient(CONTAINER)
        .getBlobClient(String.format(Locale.ROOT, "anchor-%012d.json", number))
        .getBlockBlobClient();
  }

  private static String describe(long number) {
    return "Audit anchor " + number;
  }
}
