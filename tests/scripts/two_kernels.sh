#!/usr/bin/env bash
# Fit a season to its first 16, 30 and 60 matches with linear algebra for an old and for a new processor: the same files.
# Run from the project: tests/scripts/two_kernels.sh 2019 matches_2019.csv
set -euo pipefail
season=$1 matches=$2 work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for count in 16 30 60; do
    head -n $((count + 1)) "$matches" >"$work/matches.csv"
    for kernel in Prescott Haswell SkylakeX; do
        OPENBLAS_CORETYPE=$kernel sim calibrate --season "$season" "$work/matches.csv" --starts 2 --events 10 \
            --out "$work/$kernel.toml" --json >"$work/$kernel.json" 2>/dev/null
        sed -i "s/$kernel.toml//" "$work/$kernel.json"
    done
    for kernel in Haswell SkylakeX; do
        cmp "$work/Prescott.toml" "$work/$kernel.toml" && cmp "$work/Prescott.json" "$work/$kernel.json"
    done
    echo "$count matches: the same file and document with three kernels, $(sha256sum <"$work/Haswell.toml" | cut -c 1-16)"
done
