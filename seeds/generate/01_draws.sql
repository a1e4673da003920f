-- The means that every other file uses: draws, instants, money.
-- A draw is an integer taken from the md5 of "seed|name|id", so the same seed gives the same data on
-- every machine, whatever the number of threads. No floats, no random(), no clock.

-- a number from 0 to n - 1
create or replace macro draw(name, id, n) as (
    ('0x' || substr(md5(concat_ws('|', coalesce(getvariable('seed'), 1), name, id)), 1, 8))::bigint % (n)::bigint
);

-- a number from 0 to n - 1 that is small more often than large (mean: about a quarter of n)
create or replace macro skew(name, id, n) as (
    (draw(name || '/a', id, 1000) * draw(name || '/b', id, 1000) * (n)::bigint) // 1000000
);

-- an element of a list, each as likely as the others
create or replace macro pick(name, id, list) as (
    list[1 + draw(name, id, len(list))]
);

-- an instant some seconds later
create or replace macro plus(t, seconds) as (
    make_timestamp(epoch_us(t) + (seconds)::bigint * 1000000)
);

-- Paris local time to UTC, and back
create or replace macro utc(t) as (
    timezone('UTC', timezone('Europe/Paris', t))
);

create or replace macro paris(t) as (
    timezone('Europe/Paris', timezone('UTC', t))
);

-- cents to an exact amount
create or replace macro money(cents) as (
    concat((cents) // 100, '.', lpad(((cents) % 100)::varchar, 2, '0'))::decimal(18, 2)
);

-- an expected number given in thousandths, rounded up or down by a draw
create or replace macro whole(name, id, thousandths) as (
    ((thousandths)::bigint + draw(name, id, 1000)) // 1000
);

-- The data ends at the local midnight after 2026-10-31: what would come later is unknown.
create or replace macro known(t) as (
    case when (t) < timestamp '2026-10-31 23:00:00' then (t) end
);

-- scale multiplies the volume; its integer square root multiplies the members and their places
create or replace table settings as

select
    coalesce(getvariable('scale'), 1)::bigint as scale,
    (
        select max(roots.root)
        from range(1, 10001) as roots (root)
        where roots.root * roots.root <= coalesce(getvariable('scale'), 1)
    )::bigint as scale_root;
