/** The Debian package, made, installed, used and removed on this machine. */
package io.driftless.client.packaging;
