// Frames of the reader become tags: one starts, the same one stops, a broken one does nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from '../interop/station.mjs';
import { with_central_system } from './sketch.mjs';

const kTag = '0A00B1C2D3';
const kFrame = `\x02${kTag}AA\x03`;  // 0A^00^B1^C2^D3 = AA

test('a tag starts and stops a transaction', () => with_central_system(async ({ central, sketch, got, status }) => {
  await status(1, 'Available');
  sketch.pin(14, 1);
  await status(1, 'Preparing');
  sketch.serial(kFrame.replace('C2', 'C3'));
  await sleep(300);
  assert.equal(central.of('Authorize').length, 0);
  sketch.serial(kFrame);
  assert.equal((await got('StartTransaction')).idTag, kTag);
  await status(1, 'Charging');
  sketch.serial(kFrame);
  const stop = await got('StopTransaction');
  assert.equal(stop.idTag, kTag);
  assert.equal(stop.reason, 'Local');
}));
