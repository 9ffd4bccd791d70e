export const QUEUE = 'calls';

export const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT) };
