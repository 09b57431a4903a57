/** What a device tells people and programs about its state: immutable snapshots, no behaviour. */
@NullMarked
package io.driftless.client.status;

import org.jspecify.annotations.NullMarked;
