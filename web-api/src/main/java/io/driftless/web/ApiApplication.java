package io.driftless.web;

import io.driftless.protocol.api.ApiConventions;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The API's root; resources and providers are found by their annotations. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Driftless",
            version = "1",
            description =
                "The API that sync clients and portals use. Bodies are JSON, or CBOR where asked"
                    + " for by Accept; errors are problem details (RFC 9457). Calls need a bearer"
                    + " token of the single sign-on for the audience driftless-api.",
            license = @License(name = "Apache-2.0")),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    securitySchemeName = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT")
@ApplicationPath(ApiConventions.BASE_PATH)
public class ApiApplication extends Application {}
