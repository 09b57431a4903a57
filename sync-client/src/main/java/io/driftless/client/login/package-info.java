/**
 * Signing on: OpenID Connect discovery, the device authorization grant, and the tokens kept in the
 * device's home. Nothing here knows of folders or queues.
 */
@NullMarked
package io.driftless.client.login;

import org.jspecify.annotations.NullMarked;
