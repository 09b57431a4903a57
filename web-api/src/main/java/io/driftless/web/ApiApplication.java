package io.driftless.web;

import io.driftless.protocol.api.ApiConventions;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The API's root; resources and providers are found by their annotations. */
@ApplicationPath(ApiConventions.BASE_PATH)
public class ApiApplication extends Application {}
