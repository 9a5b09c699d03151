// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads so many events with the vendor's JavaScript client and does nothing else with them; prints how long that took.
// Usage: node vendorreader.mjs <folder with its node_modules> <ws://host:port> <events>
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const [modules, address, wanted] = process.argv.slice(2);
const { websocketClient } = await import(pathToFileURL(`${modules}/node_modules/@massive.com/client-js/dist/main.js`));

const socket = websocketClient('KEY', address).stocks();
let events = 0;
let began = 0;
let cpu;
socket.addEventListener('message', ({ data }) => {
    for (const event of JSON.parse(data)) {
        if (event.ev === 'status' && event.status === 'auth_success')
            socket.send(JSON.stringify({ action: 'subscribe', params: 'A.*' }));
        if (event.ev !== 'A')
            continue;
        if (events++ === 0) {
            began = performance.now();
            cpu = process.cpuUsage();
        }
    }
    if (events >= wanted) {
        const used = process.cpuUsage(cpu);
        console.log(JSON.stringify({
            seconds: (performance.now() - began) / 1e3,
            cpu: (used.user + used.system) / 1e6,
        }));
        process.exit(0);
    }
});
