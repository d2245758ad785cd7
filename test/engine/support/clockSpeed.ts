import { systemClock } from '../../../nodes/zoom/transport/clock';

const { now, sleep } = systemClock;

let speed = 1;
let sinceReal = now();
let sinceNode = sinceReal;

const nodeTime = () => sinceNode + (now() - sinceReal) * speed;

/**
 * Sets how many times faster than real time the node waits: at 50, a retry after a second takes 20 ms. The
 * network, n8n and the simulator use real time.
 */
export function setClockSpeed(factor: number): void {
	[sinceNode, sinceReal] = [nodeTime(), now()];
	speed = factor;
	systemClock.now = nodeTime;
	systemClock.sleep = async (ms, signal) => await sleep(ms / speed, signal);
}
