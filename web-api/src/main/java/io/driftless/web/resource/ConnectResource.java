package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.message.Limits;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.journal.ServerEpochs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a client needs to know before anybody signed in. */
@Path("/connect")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Connect")
public class ConnectResource {

  private static final String VERSION =
      Objects.requireNonNullElse(
          ConnectResource.class.getPackage().getImplementationVersion(), "development");

  @Inject private ServerSettings settings;
  @Inject private ServerEpochs epochs;

  /** Where the parts of this server are, and which protocol it speaks. */
  @GET
  @Operation(
      summary = "What this server is and where its parts are",
      description = "Open to everybody: the first call of every client.")
  @APIResponseSchema(
      value = ConnectInfo.class,
      responseCode = "200",
      responseDescription = "What every client has to know")
  public Response connect() {
    ConnectInfo info =
        new ConnectInfo(
            "driftless",
            VERSION,
            Limits.PROTOCOL_VERSION,
            Limits.PROTOCOL_VERSION,
            epochs.current(),
            settings.issuer(),
            settings.deviceClientId(),
            settings.brokerUrl().toString());
    return Response.ok(info).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
  }
}
