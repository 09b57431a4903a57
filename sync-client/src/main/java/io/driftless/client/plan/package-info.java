/**
 * The planner: three trees in, next actions out. Pure: no clock, disk, network, database,
 * randomness or threads; the same trees and context give the same actions. All rules about who wins
 * live here.
 */
@NullMarked
package io.driftless.client.plan;

import org.jspecify.annotations.NullMarked;
