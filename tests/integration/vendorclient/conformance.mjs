// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The vendor's own JavaScript client against massive-sim: connects, authenticates, subscribes, receives, reads bars.
// Usage: node conformance.mjs <path of massive-sim>
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import assert from 'node:assert/strict';
import { restClient, websocketClient } from '@massive.com/client-js';

const simulator = spawn(process.argv[2], ['--port', '0', '--http-port', '0', '--key', 'KEY', '--symbols', '20',
    '--speed', '60', '--start', '2025-03-10 09:30'], { stdio: ['ignore', 'pipe', 'inherit'] });
process.on('exit', () => simulator.kill());

try {
    const [line] = await once(simulator.stdout, 'data');
    const [feed, rest] = [/ws:\/\/[\d.:]+/, /http:\/\/[\d.:]+/].map((pattern) => String(line).match(pattern)[0]);

    const socket = websocketClient('KEY', feed).stocks();
    const seen = [];
    const wanted = (check, what) => new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${what} within 30 s`)), 30_000);
        const look = () => {
            const found = seen.find(check);
            if (found) {
                clearTimeout(timer);
                resolve(found);
            }
        };
        socket.addEventListener('message', look);
        look();
    });
    socket.addEventListener('message', ({ data }) => seen.push(...JSON.parse(data)));

    await wanted((e) => e.ev === 'status' && e.status === 'auth_success', 'auth_success');
    socket.send(JSON.stringify({ action: 'subscribe', params: 'A.AAPL,AM.BRK.B,T.MSFT' }));
    for (const pair of ['A.AAPL', 'AM.BRK.B', 'T.MSFT'])
        await wanted((e) => e.message === `subscribed to: ${pair}`, `answer for ${pair}`);
    const second = await wanted((e) => e.ev === 'A' && e.sym === 'AAPL', 'second');
    assert.equal(second.e - second.s, 1000);
    const minute = await wanted((e) => e.ev === 'AM' && e.sym === 'BRK.B', 'minute');
    assert.equal(minute.e - minute.s, 60_000);
    const trade = await wanted((e) => e.ev === 'T' && e.sym === 'MSFT', 'trade');
    assert.ok(trade.p > 0 && Number.isInteger(trade.t));

    const bars = await restClient('KEY', rest).getStocksAggregates({
        stocksTicker: 'BRK.B', multiplier: 1, timespan: 'minute', from: String(minute.s), to: String(minute.s) });
    assert.equal(bars.results.length, 1);
    const [bar] = bars.results;
    assert.deepEqual([bar.t, bar.o, bar.h, bar.l, bar.c], [minute.s, minute.o, minute.h, minute.l, minute.c]);
    console.log('1 passed, 0 failed');
    process.exit(0);
} catch (error) {
    console.error(error);
    process.exit(1);
}
