# What the scripts of this folder share, to be sourced: programs of the preset release on free ports of this machine,
# with their files in a folder of their own, both gone at the end; and what they say of themselves while they run.
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=build/release/bin
out=build/bench
folder=$(mktemp -d)
chmod 755 "$folder" # PostgreSQL runs as a user of its own
feed_port=$((20000 + RANDOM % 12000)) rest_port=$((feed_port + 1)) api_port=$((feed_port + 2))
redis_port=$((feed_port + 3)) postgres_port=$((feed_port + 4))
programs=()
mkdir -p "$out"

# shellcheck disable=SC2317 # it is called at the end
tidy() {
    kill "${programs[@]}" 2>/dev/null || true
    wait
    rm -rf "$folder"
}
trap tidy EXIT

ask() { curl -sf --noproxy '*' --max-time 5 "http://127.0.0.1:$1"; }
health() { ask "$api_port/api/health"; }

# begin LOG COMMAND...: in the background; sets `program`.
begin() {
    "${@:2}" >"$folder/$1.log" 2>&1 &
    program=$!
    programs+=("$program")
}
# end PROGRAM: as a user would, and waits for it.
end() {
    local each left=()
    kill -TERM "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
    for each in "${programs[@]}"; do [ "$each" = "$1" ] || left+=("$each"); done
    programs=("${left[@]}")
}

# The vendor makes up the past of ten thousand symbols on machines of its own: here that work takes only what nobody wants.
yield_rest() {
    local thread
    for thread in "/proc/$market/task/"*; do
        [ "$(cat "$thread/comm")" != rest ] || renice -n 19 -p "${thread##*/}" >/dev/null
    done
}

# begin_market SYMBOLS ARGUMENTS...: massive-sim; sets `market`, and the environment that leads a program to it.
begin_market() {
    begin market "$bin/massive-sim" --port "$feed_port" --http-port "$rest_port" --symbols "$1" \
        --start "2025-03-10 10:00" "${@:2}"
    market=$program
    until names=$(ask "$rest_port/sim/stats" | jq -r '.symbols | keys | join(",")'); do
        kill -0 "$market" || { cat "$folder/market.log" >&2; exit 1; }
        sleep 0.2
    done
    yield_rest
    printf 'WEBSOCKET_CONNECTION_1_SYMBOLS=%s\n' "$names" >"$folder/env"
    export MASSIVE_API_KEY=k MASSIVE_WEBSOCKET_URL="ws://127.0.0.1:$feed_port/stocks"
    export MASSIVE_REST_URL="http://127.0.0.1:$rest_port" API_LISTEN="127.0.0.1:$api_port"
    export USE_MULTI_CONNECTION=true HOME="$folder"
}
# What spreads the symbols over three connections.
use_three_connections() {
    export WEBSOCKET_CONNECTION_2_ENABLED=true WEBSOCKET_CONNECTION_3_ENABLED=true
    export WEBSOCKET_ROUTING_STRATEGY=round-robin
}

# begin_service: tickstockd on the store in the folder; sets `service`.
begin_service() {
    began=$(now)
    begin service "$bin/tickstockd" --env "$folder/env" --data-dir "$folder/store"
    service=$program
}
# begin_window: tickstock with four charts of different time frames, off-screen; sets `service`.
begin_window() {
    mkdir -p "$folder/store"
    jq -n --arg names "$names" '($names | split(",")) as $names
        | {charts: {grid: [range(4) | {symbol: $names[.], link: "\u2013", timeframe: ["1min", "2min", "5min", "15min"][.]}]}}' \
        >"$folder/store/window.json"
    began=$(now)
    begin window env QT_QPA_PLATFORM=offscreen "$bin/tickstock" --env "$folder/env" --data-dir "$folder/store"
    service=$program
}

# begin_redis, begin_postgres: nothing of the machine's own; they set what leads a program to them.
begin_redis() {
    begin redis redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$folder" --save '' --appendonly no
    export REDIS_URL="redis://127.0.0.1:$redis_port"
}
begin_postgres() {
    local tools as=()
    tools=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -n 1)
    mkdir "$folder/postgres"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$folder/postgres"
        as=(setpriv --reuid postgres --regid postgres --clear-groups)
    fi
    "${as[@]}" "$tools/initdb" -D "$folder/postgres/data" -U trader -A trust -E UTF8 --no-sync >"$folder/initdb.log"
    begin postgres "${as[@]}" "$tools/postgres" -D "$folder/postgres/data" -p "$postgres_port" -h 127.0.0.1 \
        -k "$folder/postgres"
    until psql -qh 127.0.0.1 -p "$postgres_port" -U trader postgres -c 'CREATE DATABASE market' 2>/dev/null; do
        kill -0 "$program"
        sleep 0.2
    done
    export DATABASE_URL="postgresql://trader:none@127.0.0.1:$postgres_port/market"
}

now() { date +%s.%N; }
# Of all its threads, in seconds. Fields 14 and 15 of the file, in hundredths.
cpu_of() { awk '{print ($14 + $15) / 100}' "/proc/$1/stat"; }

# sample: one line of JSON: seconds since `began`, processor time of the service and of the market, its health. Nothing
# while it does not answer.
sample() {
    local state
    state=$(health) || return 0
    jq -c --argjson at "$(now)" --argjson began "$began" --argjson cpu "$(cpu_of "$service")" \
        --argjson market "$(cpu_of "$market")" '{at: ($at - $began), cpu: $cpu, market_cpu: $market, health: .}' <<<"$state"
}
# watch SECONDS PAUSE FILE: samples, every PAUSE seconds, until so long after `began`.
watch() {
    while awk -v now="$(now)" -v began="$began" -v limit="$1" 'BEGIN {exit !(now - began < limit)}'; do
        sleep "$2"
        kill -0 "$service" || { tail -n 20 "$folder"/{service,window}.log >&2 2>/dev/null; exit 1; }
        sample
    done >"$3"
}

# figures FILE: what a run comes to, as an object, from its samples: when the first tick was taken and from when on
# patterns were ready for all symbols (null: never), then how things stood at the end. Processor time is in cores; cpu_from_ready
# is that of what came after patterns were ready.
figures() {
    jq -s '
        def mb: . / 1048576 | round;
        def rate(f): if length < 2 then null else ((.[-1] | f) - (.[0] | f)) / (.[-1].at - .[0].at) end;
        (map(select(.health.pipeline.ticks > 0))[0].at) as $live
        | def is_ready: .health.pipeline | .ticks > 0 and .patterns_ready >= .patterns_wanted;
          (map(is_ready | not) | rindex(true) // -1) as $last_unready
        | .[$last_unready + 1].at as $ready
        | map(select($ready != null and .at >= $ready)) as $after
        | .[-1] as $last | {
            seconds: $last.at, live_s: $live, ready_s: $ready,
            patterns_ready: $last.health.pipeline.patterns_ready, patterns_wanted: $last.health.pipeline.patterns_wanted,
            left_cold: $last.health.pipeline.symbols_left_cold,
            ticks: $last.health.pipeline.ticks, ticks_per_second: rate(.health.pipeline.ticks),
            latency_p50_ms: ($last.health.pipeline.latency_us_p50 / 1000),
            latency_p99_ms: ($last.health.pipeline.latency_us_p99 / 1000),
            cpu_s: $last.cpu, cpu: rate(.cpu), market_cpu: rate(.market_cpu), cpu_from_ready: ($after | rate(.cpu)),
            resident_mb: ($last.health.memory.resident | mb),
            most_resident_mb: (map(.health.memory.resident) | max | mb),
            bars_mb: ($last.health.memory.bars | mb), patterns_mb: ($last.health.memory.patterns | mb),
            dropped_in_queue: $last.health.queues.pipeline.dropped,
            sinks: ($last.health.sinks | map_values({state, written, dropped, backlog, spooled, lag_us_p99, last_error})),
            sinks_not_up: (map(.health.sinks | map_values(select(.state != "up" and .state != "off") | .state))
                | map(select(. != {})) | length),
            verdict: $last.health.status
        }' "$1"
}
