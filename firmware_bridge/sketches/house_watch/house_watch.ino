// The house GATT profile on a small board with an inertial sensor, worn on the wrist.
// Byte layouts: firmware_bridge/house_profile.py. Boards, libraries and limits: ../README.md.

#include <ArduinoBLE.h>

#if defined(ARDUINO_ARDUINO_NANO33BLE)
#include <Arduino_BMI270_BMM150.h>
#else  // XIAO nRF52840 Sense
#include <LSM6DS3.h>
#include <Wire.h>
LSM6DS3 sensor(I2C_MODE, 0x6A);
#endif

const uint8_t VERSION = 1;
const uint8_t LAYOUT_ACCEL_GYRO = 1;
const uint8_t LAYOUT_PONG = 0x80;
const uint8_t OP_CONFIGURE = 1, OP_START = 2, OP_STOP = 3, OP_PING = 4;
const uint8_t FLAG_OVERRUN = 1, FLAG_RANGE = 2;

// The ranges that the sensors below are set to: ±4 g and ±2000 deg/s.
const uint8_t ACCEL_SCALE_ID = 1, GYRO_SCALE_ID = 4;
const float COUNTS_PER_G = 32768.0f / 4.0f;
const float COUNTS_PER_DPS = 32768.0f / 2000.0f;
const uint16_t SLOWEST_HZ = 16, FASTEST_HZ = 100;

BLEService service("56c40001-a5a4-4dfe-b067-397b06756d33");
BLECharacteristic dataOut("56c40002-a5a4-4dfe-b067-397b06756d33", BLENotify, 24);
BLECharacteristic control("56c40003-a5a4-4dfe-b067-397b06756d33", BLEWrite, 6);
BLECharacteristic settings("56c40004-a5a4-4dfe-b067-397b06756d33", BLERead, 6);

uint16_t rateHz = 50;
uint32_t periodUs = 20000;
uint32_t dueUs = 0;
uint16_t seq = 0;
bool sending = false;

void put16(uint8_t *at, uint16_t value) {
  at[0] = value & 0xFF;
  at[1] = value >> 8;
}

void put32(uint8_t *at, uint32_t value) {
  put16(at, value & 0xFFFF);
  put16(at + 2, value >> 16);
}

uint16_t get16(const uint8_t *at) { return at[0] | (uint16_t)(at[1] << 8); }

uint32_t get32(const uint8_t *at) { return get16(at) | ((uint32_t)get16(at + 2) << 16); }

bool beginSensor() {
#if defined(ARDUINO_ARDUINO_NANO33BLE)
  return IMU.begin();
#else
  sensor.settings.accelRange = 4;
  sensor.settings.gyroRange = 2000;
  return sensor.begin() == 0;
#endif
}

// Newest values: acceleration in g, angular rate in deg/s.
void readSensor(float *accelG, float *gyroDps) {
#if defined(ARDUINO_ARDUINO_NANO33BLE)
  IMU.readAcceleration(accelG[0], accelG[1], accelG[2]);
  IMU.readGyroscope(gyroDps[0], gyroDps[1], gyroDps[2]);
#else
  accelG[0] = sensor.readFloatAccelX();
  accelG[1] = sensor.readFloatAccelY();
  accelG[2] = sensor.readFloatAccelZ();
  gyroDps[0] = sensor.readFloatGyroX();
  gyroDps[1] = sensor.readFloatGyroY();
  gyroDps[2] = sensor.readFloatGyroZ();
#endif
}

int16_t toCounts(float value, bool *clipped) {
  const long counts = lroundf(value);
  if (counts > 32767 || counts < -32768) *clipped = true;
  return (int16_t)constrain(counts, -32768L, 32767L);
}

void publishSettings() {
  uint8_t out[6] = {VERSION, LAYOUT_ACCEL_GYRO, 0, 0, ACCEL_SCALE_ID, GYRO_SCALE_ID};
  put16(out + 2, rateHz);
  settings.writeValue(out, sizeof(out));
}

// The rate is taken as near to the wish as the board can; layout and ranges are fixed, and the
// settings characteristic says so.
void configure(uint16_t wantedHz) {
  rateHz = constrain(wantedHz, SLOWEST_HZ, FASTEST_HZ);
  periodUs = 1000000UL / rateHz;
  publishSettings();
}

void answerPing(uint32_t nonce) {
  uint8_t out[12] = {VERSION, LAYOUT_PONG, 0, 0};
  put32(out + 4, nonce);
  put32(out + 8, micros());
  dataOut.writeValue(out, sizeof(out));
}

void onControl(BLEDevice, BLECharacteristic written) {
  const uint8_t *in = written.value();
  const int length = written.valueLength();
  if (length == 6 && in[0] == OP_CONFIGURE) configure(get16(in + 2));
  if (length == 1 && in[0] == OP_START) sending = true;
  if (length == 1 && in[0] == OP_STOP) sending = false;
  if (length == 5 && in[0] == OP_PING) answerPing(get32(in + 1));
}

void onDisconnect(BLEDevice) { sending = false; }

void setup() {
  while (!beginSensor() || !BLE.begin()) delay(1000);
  BLE.setLocalName("Physio");
  BLE.setAdvertisedService(service);
  BLE.setConnectionInterval(6, 12);  // 7.5–15 ms
  service.addCharacteristic(dataOut);
  service.addCharacteristic(control);
  service.addCharacteristic(settings);
  BLE.addService(service);
  control.setEventHandler(BLEWritten, onControl);
  BLE.setEventHandler(BLEDisconnected, onDisconnect);
  publishSettings();
  BLE.advertise();
  dueUs = micros();
}

void loop() {
  BLE.poll();
  const uint32_t nowUs = micros();
  const int32_t lateUs = (int32_t)(nowUs - dueUs);
  if (lateUs < 0) return;
  const bool overrun = lateUs >= (int32_t)periodUs;
  dueUs = overrun ? nowUs + periodUs : dueUs + periodUs;
  sendSample(nowUs, overrun);
}

void sendSample(uint32_t nowUs, bool overrun) {
  float accelG[3], gyroDps[3];
  readSensor(accelG, gyroDps);
  bool clipped = false;
  uint8_t out[24] = {VERSION, LAYOUT_ACCEL_GYRO};
  for (int i = 0; i < 3; i++) {
    put16(out + 12 + 2 * i, (uint16_t)toCounts(accelG[i] * COUNTS_PER_G, &clipped));
    put16(out + 18 + 2 * i, (uint16_t)toCounts(gyroDps[i] * COUNTS_PER_DPS, &clipped));
  }
  put16(out + 2, seq++);
  put32(out + 4, nowUs);
  put16(out + 8, (uint16_t)periodUs);
  out[10] = 1;
  out[11] = (overrun ? FLAG_OVERRUN : 0) | (clipped ? FLAG_RANGE : 0);
  if (sending) dataOut.writeValue(out, sizeof(out));
}
