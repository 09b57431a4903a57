/**
 * Time, threads, ids and randomness as ports: one engine thread that decides, workers that read,
 * hash and transfer. Whatever runs on these can be replayed step by step by the simulator. No
 * decision about files lives here.
 */
@NullMarked
package io.driftless.client.schedule;

import org.jspecify.annotations.NullMarked;
