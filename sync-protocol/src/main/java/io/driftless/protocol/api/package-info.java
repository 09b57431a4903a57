/** Request and answer bodies of the HTTP API that sync clients and portals use. */
@NullMarked
package io.driftless.protocol.api;

import org.jspecify.annotations.NullMarked;
