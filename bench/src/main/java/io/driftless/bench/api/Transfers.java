package io.driftless.bench.api;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * One file after the other through the API, and as many bytes straight to and from the blob store:
 * what the API costs beyond the copy that lies beneath it.
 */
final class Transfers {

  private static final int FILE_BYTES = 32 << 20;
  private static final double MIB = 1 << 20;

  /** All in MiB a second. */
  record Rates(double upload, double download, double storeUpload, double storeDownload) {}

  private final ApiCaller api;
  private final String path;
  private final BlobContainerClient store;

  Transfers(ApiCaller api, LargeWorkspace workspace, String blobConnection) {
    this.api = api;
    this.path = "/workspaces/" + workspace.id() + "/nodes/";
    this.store =
        new BlobServiceClientBuilder()
            .connectionString(blobConnection)
            .httpClient(new JdkHttpClientProvider().createInstance())
            .buildClient()
            .getBlobContainerClient("benchmark-" + UUID.randomUUID());
  }

  Rates measure(int files) throws IOException, InterruptedException {
    store.create();
    try {
      List<String> nodes = new ArrayList<>();
      double upload = 0;
      double download = 0;
      double storeUpload = 0;
      double storeDownload = 0;
      // in turn, so that whatever else the machine does hits all of them alike
      for (int i = 0; i < files; i++) {
        BinaryData content = BinaryData.fromBytes(content());
        String blob = "file-" + i;
        storeUpload += seconds(() -> store.getBlobClient(blob).upload(content));
        upload += seconds(() -> nodes.add(upload(content.toBytes())));
        storeDownload += seconds(() -> store.getBlobClient(blob).downloadContent());
        String node = nodes.get(i);
        download += seconds(() -> download(node));
      }
      double mib = files * FILE_BYTES / MIB;
      return new Rates(mib / upload, mib / download, mib / storeUpload, mib / storeDownload);
    } finally {
      store.delete();
    }
  }

  private String upload(byte[] content) throws IOException, InterruptedException {
    byte[] answer =
        api.send(
            "PUT",
            path + NodeId.ROOT + "/children/" + UUID.randomUUID(),
            "application/octet-stream",
            BodyPublishers.ofByteArray(content));
    return Codec.json().readTree(answer).path("node").asText();
  }

  private void download(String node) throws IOException, InterruptedException {
    try (InputStream content = api.open(path + node + "/content")) {
      long read = content.transferTo(OutputStream.nullOutputStream());
      if (read != FILE_BYTES) {
        throw new IOException("Only " + read + " bytes came");
      }
    }
  }

  private static byte[] content() {
    byte[] content = new byte[FILE_BYTES];
    new Random().nextBytes(content);
    return content;
  }

  /** A step that is timed. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static double seconds(Step step) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    step.run();
    return (System.nanoTime() - begin) / 1e9;
  }
}
