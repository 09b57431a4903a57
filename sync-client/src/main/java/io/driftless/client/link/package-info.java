/**
 * The device's line to the broker: the port {@link io.driftless.client.link.MessageLink} and its
 * adapter over JMS. Carries envelopes and acknowledgements, and decides nothing about them.
 */
@NullMarked
package io.driftless.client.link;

import org.jspecify.annotations.NullMarked;
