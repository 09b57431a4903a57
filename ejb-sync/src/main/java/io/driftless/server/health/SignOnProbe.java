package io.driftless.server.health;

import io.driftless.server.environment.ServerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether the single sign-on tells its metadata: without its keys no token can be checked. */
@ApplicationScoped
class SignOnProbe implements PartProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  @Inject private ServerSettings settings;

  @Override
  public String part() {
    return "sign-on";
  }

  @Override
  public void probe() throws IOException, InterruptedException {
    URI metadata = URI.create(settings.issuer() + "/.well-known/openid-configuration");
    HttpRequest request = HttpRequest.newBuilder(metadata).timeout(PATIENCE).build();
    HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IOException(metadata + " answers " + answer.statusCode());
    }
  }
}
