package io.driftless.client.transfer;

import io.driftless.client.schedule.Clock;
import io.driftless.client.time.Pause;
import io.driftless.client.transfer.BlobExchange.Activity;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.pack.PackFormat;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Packs in Azure Blob Storage, over its REST protocol and with passes of the server.
 *
 * <p>A create-only pass can't overwrite, so a PUT whose answer was lost is refused when it is tried
 * again: with 409 or 412, or with 403 where the store checks rights first. Whether the pack is
 * there is settled by reading its head, before it is sent again and when it is refused: its length
 * and the MD5 that the store keeps, or its last bytes where it keeps none. A 403 with no pack there
 * means that the pass is no good: it is renewed once.
 */
public final class BlobPackStore implements PackStore {

  private static final long QUIET_LIMIT_MILLIS = 30_000;
  private static final byte[] NOTHING = {};

  private final PassCache passes;
  private final TransferMeter meter;
  private final Bandwidth bandwidth;
  private final BlobExchange exchange;
  private final Retries retries;

  /**
   * A store.
   *
   * @param http without redirects; HTTP/1.1 is enough
   * @param bandwidth shared by all stores of the device
   * @param random spreads retries in time
   */
  public BlobPackStore(
      HttpClient http,
      PassCache passes,
      TransferMeter meter,
      Bandwidth bandwidth,
      Clock clock,
      Pause pause,
      RandomGenerator random) {
    this(
        passes,
        meter,
        bandwidth,
        new BlobExchange(http, clock, QUIET_LIMIT_MILLIS),
        new Retries(pause, random));
  }

  BlobPackStore(
      PassCache passes,
      TransferMeter meter,
      Bandwidth bandwidth,
      BlobExchange exchange,
      Retries retries) {
    this.passes = passes;
    this.meter = meter;
    this.bandwidth = bandwidth;
    this.exchange = exchange;
    this.retries = retries;
  }

  @Override
  public void put(WorkspaceId workspace, PackId pack, byte[] bytes, TransferWatch watch)
      throws TransferException {
    String md5 = md5(bytes);
    retries.run(watch, attempt -> putOnce(workspace, pack, bytes, md5, attempt, watch));
  }

  @Override
  public byte[] read(
      WorkspaceId workspace, PackId pack, long offset, int length, TransferWatch watch)
      throws TransferException {
    String range = "bytes=%d-%d".formatted(offset, offset + length - 1);
    return retries.run(
        watch,
        attempt -> {
          Activity activity = exchange.activity();
          LongConsumer taken = bytes -> moved(activity, watch, 0, bytes);
          HttpResponse<byte[]> answer =
              withPass(
                  workspace,
                  BlobAccess.DOWNLOAD,
                  pass ->
                      exchange.send(
                          request(pass, pack).header("Range", range).GET().build(),
                          head ->
                              head.statusCode() == 206 && !isCut(head, length)
                                  ? new ExactBody(length, bandwidth.down(), taken)
                                  : BodySubscribers.replacing(NOTHING),
                          activity,
                          watch));
          if (answer.statusCode() == 206 && answer.body().length == length) {
            return answer.body();
          }
          throw failure(pack, answer);
        });
  }

  private boolean putOnce(
      WorkspaceId workspace,
      PackId pack,
      byte[] bytes,
      String md5,
      int attempt,
      TransferWatch watch)
      throws TransferException {
    if (attempt > 1 && isStored(workspace, pack, bytes, md5, watch)) {
      return true; // only the answer was lost: a head costs less than the pack
    }
    Sas pass = passes.get(workspace, BlobAccess.UPLOAD);
    Activity activity = exchange.activity();
    HttpRequest request =
        request(pass, pack)
            .header("x-ms-blob-type", "BlockBlob")
            .header("If-None-Match", "*")
            .header("Content-MD5", md5)
            .header("Content-Type", "application/octet-stream")
            .PUT(new MeteredBody(bytes, bandwidth.up(), taken -> moved(activity, watch, taken, 0)))
            .build();
    HttpResponse<Void> answer = exchange.send(request, BodyHandlers.discarding(), activity, watch);
    int status = answer.statusCode();
    if (status == 201) {
      return true;
    }
    boolean taken = status == 409 || status == 412;
    boolean denied = status == 401 || status == 403;
    if (!taken && !denied) {
      throw failure(pack, answer);
    }
    if (isStored(workspace, pack, bytes, md5, watch)) {
      return true;
    }
    if (denied) {
      passes.drop(workspace, BlobAccess.UPLOAD, pass);
    }
    throw new TransferException(
        taken || attempt == 1 ? Kind.BUSY : Kind.REFUSED, describe(pack, answer));
  }

  /**
   * Whether the store holds exactly these bytes under the name; throws TAKEN when it has others.
   */
  private boolean isStored(
      WorkspaceId workspace, PackId pack, byte[] bytes, String md5, TransferWatch watch)
      throws TransferException {
    HttpResponse<Void> head =
        withPass(
            workspace,
            BlobAccess.DOWNLOAD,
            pass ->
                exchange.send(
                    request(pass, pack).method("HEAD", BodyPublishers.noBody()).build(),
                    BodyHandlers.discarding(),
                    exchange.activity(),
                    watch));
    if (head.statusCode() == 404) {
      return false;
    }
    if (head.statusCode() != 200) {
      throw failure(pack, head);
    }
    Optional<String> stored = head.headers().firstValue("Content-MD5");
    boolean same =
        head.headers().firstValueAsLong("Content-Length").orElse(-1) == bytes.length
            && (stored.isPresent()
                ? stored.get().equals(md5)
                : endsAlike(workspace, pack, bytes, watch));
    if (!same) {
      throw new TransferException(
          Kind.TAKEN, "Pack " + pack + " is stored with other content; it is packed again.");
    }
    return true;
  }

  private boolean endsAlike(WorkspaceId workspace, PackId pack, byte[] bytes, TransferWatch watch)
      throws TransferException {
    int length = Math.min(PackFormat.TRAILER_BYTES, bytes.length);
    int from = bytes.length - length;
    return Arrays.equals(
        read(workspace, pack, from, length, watch), Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /** Sends a request; once more with a fresh pass when the first one was no good. */
  private <T> HttpResponse<T> withPass(WorkspaceId workspace, BlobAccess access, Sending<T> sending)
      throws TransferException {
    Sas pass = passes.get(workspace, access);
    HttpResponse<T> answer = sending.with(pass);
    if (answer.statusCode() == 403 || answer.statusCode() == 401) {
      passes.drop(workspace, access, pass);
      answer = sending.with(passes.get(workspace, access));
    }
    return answer;
  }

  /** A store answers a range that reaches behind the end with what there is of it. */
  private static boolean isCut(ResponseInfo head, int length) {
    return head.headers().firstValueAsLong("Content-Length").orElse(length) < length;
  }

  private static HttpRequest.Builder request(Sas pass, PackId pack) {
    return HttpRequest.newBuilder(
        URI.create(pass.containerUrl() + "/" + pack.blobName() + "?" + pass.signature()));
  }

  private void moved(Activity activity, TransferWatch watch, long up, long down) {
    activity.moved();
    if (up > 0) {
      meter.uploaded(up);
      watch.uploaded(up);
    }
    if (down > 0) {
      meter.downloaded(down);
      watch.downloaded(down);
    }
  }

  private static TransferException failure(PackId pack, HttpResponse<?> answer) {
    int status = answer.statusCode();
    String error = errorCode(answer);
    Kind kind;
    if (status == 404 || status == 416 || status == 206) {
      kind = Kind.MISSING;
    } else if (status == 408 || status == 429 || status >= 500 || "Md5Mismatch".equals(error)) {
      kind = Kind.BUSY;
    } else {
      kind = Kind.REFUSED;
    }
    return new TransferException(kind, describe(pack, answer));
  }

  private static String describe(PackId pack, HttpResponse<?> answer) {
    String error = errorCode(answer);
    return "The blob store answers %d%s to a request for pack %s."
        .formatted(answer.statusCode(), error == null ? "" : " (" + error + ")", pack);
  }

  private static @Nullable String errorCode(HttpResponse<?> answer) {
    return answer.headers().firstValue("x-ms-error-code").orElse(null);
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no MD5", e);
    }
  }

  private interface Sending<T> {
    HttpResponse<T> with(Sas pass) throws TransferException;
  }
}
