-- Three shops of one group. Their service hours differ: the fashion shop closes on Sundays, the home shop at
-- weekends and early, the sport shop never closes for a day.

create or replace table projects as

select * from (values
    ('maison', 'Alizé Maison', 'https://maison.alize.example', time '10:00:00', time '19:00:00', '1-5'),
    ('mode', 'Alizé Mode', 'https://mode.alize.example', time '09:00:00', time '21:00:00', '1-6'),
    ('sport', 'Alizé Sport', 'https://sport.alize.example', time '08:00:00', time '22:00:00', '1-7')
) as shops (project_id, name, site_url, opens_at, closes_at, open_weekdays);

-- what the generator knows about each shop: size, last open ISO weekday, universes, themes (repeated: more frequent)
create or replace table project_plan as

select * from (values
    (
        'maison', 'a', 21, 330, 5, 11900,
        ['living', 'living', 'bedroom', 'kitchen', 'kitchen', 'garden'],
        ['delivery', 'delivery', 'delivery', 'delivery', 'product', 'product', 'product', 'returns', 'order', 'payment', 'stock', 'other']
    ),
    (
        'mode', 'm', 42, 800, 6, 6900,
        ['women', 'women', 'women', 'women', 'men', 'men', 'kids', 'accessories'],
        ['sizing', 'sizing', 'sizing', 'sizing', 'delivery', 'delivery', 'returns', 'returns', 'product', 'product', 'order', 'payment', 'stock', 'other']
    ),
    (
        'sport', 's', 23, 420, 7, 8400,
        ['running', 'running', 'running', 'outdoor', 'outdoor', 'fitness', 'team'],
        ['product', 'product', 'product', 'product', 'sizing', 'sizing', 'delivery', 'delivery', 'stock', 'order', 'returns', 'payment', 'other']
    )
) as plan (
    project_id, letter, visits_per_day, store_chats_per_1000_days, last_open_weekday, basket_cents,
    universes, themes
);

-- what each theme does: sales per 1000 dialogues, satisfaction points, length, share that a bot solves alone
create or replace table theme_plan as

select * from (values
    ('delivery', 95, -6, 0, 82),
    ('sizing', 330, 8, 2, 12),
    ('returns', 35, -16, 1, 38),
    ('product', 290, 10, 4, 10),
    ('payment', 230, -2, 0, 30),
    ('order', 110, -4, 0, 76),
    ('stock', 200, 0, -1, 55),
    ('other', 60, 0, 0, 20)
) as plan (theme, sales_per_1000, points, extra_messages, bot_solves_per_100);

-- universes sell and satisfy differently too: sales in hundredths of the theme's, satisfaction points
create or replace table universe_plan as

select * from (values
    ('women', 112, 2),
    ('men', 78, 0),
    ('kids', 48, -10),
    ('accessories', 140, 6),
    ('living', 66, -7),
    ('bedroom', 58, -8),
    ('kitchen', 115, 5),
    ('garden', 150, 6),
    ('running', 128, 5),
    ('outdoor', 100, 2),
    ('fitness', 60, -6),
    ('team', 82, -8)
) as plan (universe, sales_per_100, points);
