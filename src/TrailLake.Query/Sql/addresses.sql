-- Addresses without an extension: an IPv4 address is a number, an IPv6 address its 32 hexadecimal digits; anything else is NULL.

CREATE MACRO ip4_number(address) AS CASE
    WHEN regexp_full_match(address, '((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)')
    THEN split_part(address, '.', 1)::BIGINT * 16777216 + split_part(address, '.', 2)::BIGINT * 65536
        + split_part(address, '.', 3)::BIGINT * 256 + split_part(address, '.', 4)::BIGINT END;

-- The four decimal bytes that may end an IPv6 address, as two groups.
CREATE MACRO ip6_plain(address) AS CASE
    WHEN address NOT LIKE '%:%.%' THEN lower(address)
    ELSE lower(regexp_replace(address, '[^:]*$', '')) || format('{:x}:{:x}',
        ip4_number(regexp_extract(address, '([^:]*)$', 1)) // 65536, ip4_number(regexp_extract(address, '([^:]*)$', 1)) % 65536) END;

CREATE MACRO ip6_part(part) AS CASE WHEN part = '' THEN []::VARCHAR[] ELSE string_split(part, ':') END;

CREATE MACRO ip6_groups(plain) AS CASE
    WHEN plain LIKE '%::%::%' OR plain LIKE '%:::%' THEN NULL
    WHEN plain LIKE '%::%' THEN ip6_part(split_part(plain, '::', 1))
        || list_resize([]::VARCHAR[], greatest(0, 8 - len(ip6_part(split_part(plain, '::', 1))) - len(ip6_part(split_part(plain, '::', 2)))), '0')
        || ip6_part(split_part(plain, '::', 2))
    ELSE string_split(plain, ':') END;

CREATE MACRO ip6_digits(address) AS CASE
    WHEN address LIKE '%:%' AND regexp_full_match(ip6_plain(address), '[0-9a-f:]+') AND len(ip6_groups(ip6_plain(address))) = 8
        AND list_bool_and(list_transform(ip6_groups(ip6_plain(address)), lambda part: regexp_full_match(part, '[0-9a-f]{1,4}')))
    THEN array_to_string(list_transform(ip6_groups(ip6_plain(address)), lambda part: lpad(part, 4, '0')), '') END;

CREATE MACRO ip_block_bits(block, most) AS CASE
    WHEN block NOT LIKE '%/%' THEN most
    WHEN regexp_full_match(split_part(block, '/', 2), '\d{1,3}') AND split_part(block, '/', 2)::INTEGER <= most THEN split_part(block, '/', 2)::INTEGER END;

-- The first bits of two strings of hexadecimal digits agree: whole digits, then the rest of one.
CREATE MACRO same_bits(a, b, bits) AS left(a, bits // 4) = left(b, bits // 4) AND (bits % 4 = 0
    OR (strpos('0123456789abcdef', a[bits // 4 + 1]) - 1) >> (4 - bits % 4) = (strpos('0123456789abcdef', b[bits // 4 + 1]) - 1) >> (4 - bits % 4));

-- True when an address is in a block, or is the address. What is no address (a service's name) is in none; a wrong block is an error, because
-- an empty answer would look like an answer.
CREATE MACRO ip_in(ip, block) AS CASE
    WHEN ip IS NULL OR block IS NULL THEN NULL
    WHEN ip_block_bits(block, 32) IS NOT NULL AND ip4_number(split_part(block, '/', 1)) IS NOT NULL THEN coalesce(
        ip4_number(regexp_replace(ip, '^::ffff:', '', 'i')) >> (32 - ip_block_bits(block, 32)) = ip4_number(split_part(block, '/', 1)) >> (32 - ip_block_bits(block, 32)), false)
    WHEN ip_block_bits(block, 128) IS NOT NULL AND ip6_digits(split_part(block, '/', 1)) IS NOT NULL THEN coalesce(
        same_bits(ip6_digits(ip), ip6_digits(split_part(block, '/', 1)), ip_block_bits(block, 128)), false)
    ELSE error('ip_in: ''' || block || ''' is not a block of addresses such as 203.0.113.0/24 or 2001:db8::/32')::VARCHAR::BOOLEAN
END;
