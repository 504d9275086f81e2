import { modLogConfig } from '../directives/mod_log_config.js';
import { lowerings, noEffect } from './lowering.js';

export const logConfig = lowerings(modLogConfig, {
  CustomLog: noEffect,
  GlobalLog: noEffect,
  TransferLog: noEffect,
  LogFormat: noEffect,
  BufferedLogs: noEffect,
});
