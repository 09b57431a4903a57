package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.DeviceMessages.DeviceList;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.server.device.DeviceEnrolment;
import io.driftless.server.device.DeviceUnlinking;
import io.driftless.server.device.Devices;
import io.driftless.web.call.CurrentCaller;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's devices. */
@SignedIn
@Path("/devices")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
@Tag(name = "Devices")
public class DevicesResource {

  @EJB private Devices devices;
  @Inject private DeviceEnrolment enrolment;
  @Inject private DeviceUnlinking unlinking;
  @Inject private CurrentCaller caller;

  /** Enrols a device; its secret is told this once. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Enrol a device",
      description =
          "Makes its queue at the broker. The secret in the answer is its password there and is"
              + " told this once.")
  @APIResponseSchema(
      value = Enrolled.class,
      responseCode = "201",
      responseDescription = "The new device")
  public Response enrol(EnrolRequest wanted) {
    Enrolled enrolled = enrolment.enrol(caller.get(), Given.body(wanted));
    URI address = URI.create("devices/" + enrolled.device());
    return Secrets.uncached(Response.created(address).entity(enrolled));
  }

  /** The caller's devices, newest first. */
  @GET
  @Operation(summary = "List your devices", description = "Newest first, unlinked ones included.")
  public DeviceList list() {
    return devices.list(caller.get());
  }

  /** Renews the lease with which the broker lets the device in. */
  @PUT
  @Path("/{device}/lease")
  @Operation(
      summary = "Renew the lease of a device",
      description =
          "The broker lets a device in until its lease ends. Every call with the header"
              + " Driftless-Device does the same.")
  public Lease renew(@PathParam("device") String device) {
    return new Lease(devices.renew(caller.get(), PathIds.device(device)).toEpochMilli());
  }

  /** Shuts the device out for good. */
  @DELETE
  @Path("/{device}")
  @Operation(
      summary = "Unlink a device",
      description =
          "Closes its connections within a minute and deletes its queue. Its local files stay.")
  @APIResponse(responseCode = "204", description = "Unlinked")
  public void unlink(@PathParam("device") String device) {
    unlinking.unlink(caller.get(), PathIds.device(device));
  }
}
