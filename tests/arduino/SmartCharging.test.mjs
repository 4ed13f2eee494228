// A profile of the central system reaches the pilot signal, and its end takes it back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { with_central_system } from './sketch.mjs';

test('the limit follows the profile', () => with_central_system(async ({ central, sketch, status }) => {
  await sketch.says('Limit in W: 22000');
  await status(1, 'Charging');
  const csChargingProfiles = {
    chargingProfileId: 7, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Relative',
    chargingSchedule: { chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6900 }, { startPeriod: 86400, limit: 0 }] },
  };
  assert.equal((await central.call('SetChargingProfile', { connectorId: 1, csChargingProfiles })).status, 'Accepted');
  await sketch.says('Profile 7, TxDefaultProfile, periods: 2');
  await sketch.says('Limit in W: 6900');
  await sketch.says('#pwm 4 170');  // 10 A are 16.7 %.
  sketch.forget();
  assert.equal((await central.call('ClearChargingProfile', { id: 7 })).status, 'Accepted');
  await sketch.says('Limit in W: 22000');
}));
