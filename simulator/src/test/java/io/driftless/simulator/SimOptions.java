package io.driftless.simulator;

/**
 * How wild a history is.
 *
 * @param devices how many
 * @param phases how often it calms down to be compared
 * @param actions of users and faults in each phase
 * @param crashOneIn one in so many operations of a disk or database crashes the device
 * @param restores whether the server may be restored from a backup
 * @param clockJumps whether a device's wall clock jumps by up to an hour, also backwards
 */
record SimOptions(
    int devices, int phases, int actions, int crashOneIn, boolean restores, boolean clockJumps) {

  /** Short and wild. */
  static final SimOptions USUAL = new SimOptions(3, 2, 40, 1_500, false, false);
}
