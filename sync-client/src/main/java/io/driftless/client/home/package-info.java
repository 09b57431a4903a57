/**
 * What a device keeps on disk besides its internal database: who it is, which folders it syncs, the
 * lock that keeps a second client out, and the marker in each synced folder. No network here.
 */
@NullMarked
package io.driftless.client.home;

import org.jspecify.annotations.NullMarked;
