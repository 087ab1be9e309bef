-- One semaphore, changed by one call. Every call carries what is needed to make the state anew if it is missing.
--
-- state    hash   p permits, f forgotten, v version of both, c permits as last configured, h held, t last token or
--                 version, x who holds exclusively, r grants nothing before, q last place in the queue, e epoch,
--                 l longest lease, i:<instance> what it holds, and s:<instance> how far its claims are cleared
-- queue    zset   those that wait, '<id> <weight> <instance>' by place; weight 0 asks for all
-- members  zset   instances, by when they are taken for dead
-- claims   hash   for each instance and epoch: id -> '<weight> <token>', token 0 while it waits
--
-- An epoch begins when the state is made: what an earlier one left over is not looked at any more.
-- Numbers are whole and below 2^53; microseconds since 1970 are.

local state, queue, members = KEYS[1], KEYS[2], KEYS[3]
local op, me, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])
local known = { permits = tonumber(ARGV[4]), forgotten = tonumber(ARGV[5]), version = tonumber(ARGV[6]) }
local prefix, channel = ARGV[7], ARGV[8]
local FIRST = 9 -- of the arguments of the operation

local SLICE = 100
local KEPT_WHILE_FORGOTTEN = 30 * 24 * 3600 * 1000

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function text(number)
	return string.format('%.0f', number)
end

local stored = redis.call('HMGET', state, 'p', 'f', 'v', 'c', 'h', 't', 'x', 'r', 'e', 'l')
local fresh = not stored[1]
local p, f, v, c = tonumber(stored[1]), tonumber(stored[2]), tonumber(stored[3]), tonumber(stored[4])
local h, last, x, r = tonumber(stored[5]), tonumber(stored[6]), stored[7], tonumber(stored[8])
local epoch, longest = stored[9], tonumber(stored[10])

local function tick()
	last = math.max(now, last + 1)
	return last
end

local function claims(instance)
	return prefix .. epoch .. ':' .. instance
end

local function ttl()
	return f > 0 and KEPT_WHILE_FORGOTTEN or 2 * longest
end

local function keep(key)
	redis.call('PEXPIRE', key, ttl())
end

local function put(instance, id, value)
	local key = claims(instance)
	if redis.call('HSET', key, id, value) == 1 and redis.call('HLEN', key) == 1 then
		keep(key)
	end
end

local function fits(weight)
	if weight == 0 then
		return h == 0 and f == 0 and p > 0 and x == ''
	end
	return x == '' and h + f + weight <= p
end

local function hold(instance, id, weight, token)
	put(instance, id, weight .. ' ' .. text(token))
	if weight == 0 then
		x = id .. ' ' .. instance
	else
		h = h + weight
		redis.call('HINCRBY', state, 'i:' .. instance, weight)
	end
end

local function finish(instance, id)
	local claim = redis.call('HGET', claims(instance), id)
	if not claim then
		return nil
	end
	redis.call('HDEL', claims(instance), id)
	local weight, token = string.match(claim, '^(%d+) (%d+)$')
	weight = tonumber(weight)
	if token == '0' then
		redis.call('ZREM', queue, id .. ' ' .. weight .. ' ' .. instance)
	elseif weight == 0 then
		x = ''
	else
		h = h - weight
		redis.call('HINCRBY', state, 'i:' .. instance, -weight)
	end
	return weight, token
end

local function serve()
	if now < r then
		return
	end
	local first = redis.call('ZRANGE', queue, 0, 0)[1]
	while first do
		local id, weight, instance = string.match(first, '^(%d+) (%d+) (.*)$')
		weight = tonumber(weight)
		if not fits(weight) then
			return
		end
		redis.call('ZREM', queue, first)
		if redis.call('HGET', claims(instance), id) == weight .. ' 0' then
			local token = tick()
			hold(instance, id, weight, token)
			redis.call('PUBLISH', channel .. 'to:' .. instance, id .. ' ' .. text(token))
		end
		first = redis.call('ZRANGE', queue, 0, 0)[1]
	end
end

-- What an instance held beyond its claims, which an eviction took, is not held by anybody.
local function settle(instance)
	local rest = tonumber(redis.call('HGET', state, 'i:' .. instance) or 0)
	if rest ~= 0 then
		h = h - rest
	end
	redis.call('HDEL', state, 'i:' .. instance, 's:' .. instance)
	if string.match(x, '^%d+ (.*)$') == instance then
		x = ''
	end
end

local function expire()
	local budget = SLICE
	local dead = redis.call('ZRANGEBYSCORE', members, '-inf', text(now), 'LIMIT', 0, SLICE)
	for _, instance in ipairs(dead) do
		local key = claims(instance)
		local scanned = redis.call('HSCAN', key, redis.call('HGET', state, 's:' .. instance) or 0, 'COUNT', budget)
		local some = scanned[2]
		for i = 1, #some, 2 do
			finish(instance, some[i])
			budget = budget - 1
		end
		if redis.call('HLEN', key) == 0 then
			settle(instance)
			redis.call('ZREM', members, instance)
		else
			-- a scan that begins anew finds nothing where all is deleted, however much is left
			redis.call('HSET', state, 's:' .. instance, scanned[1])
		end
		if budget <= 0 then
			return
		end
	end
end

-- The state and its place in time.

if fresh then
	redis.call('DEL', queue, members)
	p, f, c, h, x = known.permits, known.forgotten, known.permits, 0, ''
	last = known.version
	epoch = text(now)
	longest = lease
	v = known.version > 0 and known.version or tick()
	-- who knew a state before this one may hold what is to be counted again
	r = known.version > 0 and now + math.min(lease * 1000 / 3, 1000000) or 0
elseif known.version > v then
	p, f, v = known.permits, known.forgotten, known.version
	last = math.max(last, v)
elseif known.version == 0 and known.permits ~= c then
	p, c, v = known.permits, known.permits, tick()
	redis.call('PUBLISH', channel .. 'all', 'limit')
end
if lease > longest then
	longest = lease
end
if redis.call('ZADD', members, text(now + lease * 1000), me) == 1 then
	keep(members)
end
expire()
serve()

-- The operations.

local result, extra = '0', ''

if op == 'take' then
	local id, weight = ARGV[FIRST], tonumber(ARGV[FIRST + 1])
	local waits, room = ARGV[FIRST + 2] == '1', tonumber(ARGV[FIRST + 3])
	local claim = redis.call('HGET', claims(me), id)
	if claim then
		local token = string.match(claim, ' (%d+)$')
		result = token == '0' and 'Q' or 'G ' .. token
	elseif now >= r and fits(weight) and redis.call('ZCARD', queue) == 0 then
		local token = tick()
		hold(me, id, weight, token)
		result = 'G ' .. text(token)
	elseif p > 0 and weight > p then
		result = 'L'
	elseif not waits then
		result = 'U'
	elseif redis.call('ZCARD', queue) >= room then
		result = 'F'
	else
		put(me, id, weight .. ' 0')
		redis.call('ZADD', queue, redis.call('HINCRBY', state, 'q', 1), id .. ' ' .. weight .. ' ' .. me)
		if redis.call('ZCARD', queue) == 1 then
			keep(queue)
		end
		result = 'Q'
	end
elseif op == 'end' then
	if finish(me, ARGV[FIRST]) then
		result = '1'
	end
elseif op == 'forget' then
	local claim = redis.call('HGET', claims(me), ARGV[FIRST])
	if claim and string.match(claim, ' (%d+)$') ~= '0' then
		local weight = finish(me, ARGV[FIRST])
		f = f + (weight == 0 and p or weight)
		v = tick()
		result = '1'
	end
elseif op == 'release' then
	local released = tonumber(ARGV[FIRST])
	if released <= f then
		f = f - released
		v = tick()
		result = '1'
	end
elseif op == 'resize' then
	local permits = tonumber(ARGV[FIRST])
	if permits ~= p then
		p = permits
		v = tick()
		result = '1'
		redis.call('PUBLISH', channel .. 'all', 'limit')
	end
elseif op == 'restore' then
	for i = FIRST, #ARGV, 3 do
		local id, weight, token = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
		local claim = redis.call('HGET', claims(me), id)
		if not (claim and string.match(claim, ' (%d+)$') ~= '0') and fits(weight) then
			finish(me, id)
			if token > 0 then
				last = math.max(last, token)
			else
				token = tick()
			end
			hold(me, id, weight, token)
		end
	end
elseif op == 'leave' then
	for _, id in ipairs(redis.call('HKEYS', claims(me))) do
		finish(me, id)
	end
	settle(me)
	redis.call('ZREM', members, me)
	result = '1'
elseif op == 'renew' and redis.call('EXISTS', claims(me)) == 0 then
	settle(me)
end

serve()

if op == 'renew' or op == 'restore' then
	extra = table.concat(redis.call('HGETALL', claims(me)), ' ')
	keep(claims(me))
elseif op == 'report' then
	local shares = {}
	for _, instance in ipairs(redis.call('ZREVRANGE', members, 0, tonumber(ARGV[FIRST]) - 1)) do
		local held = redis.call('HGET', state, 'i:' .. instance) or '0'
		if string.match(x, '^%d+ (.*)$') == instance then
			held = text(p)
		end
		local waiting = 0
		for _, claim in ipairs(redis.call('HVALS', claims(instance))) do
			if string.match(claim, ' 0$') then
				waiting = waiting + 1
			end
		end
		shares[#shares + 1] = held .. ' ' .. waiting .. ' ' .. instance
	end
	extra = table.concat(shares, '\n')
end

redis.call('HSET', state, 'p', p, 'f', f, 'v', text(v), 'c', c, 'h', h, 't', text(last), 'x', x, 'r', text(r), 'e', epoch,
	'l', longest)
if fresh or op == 'renew' or op == 'forget' or op == 'release' then
	keep(state)
	keep(queue)
	keep(members)
end
if fresh and r > 0 then
	redis.call('PUBLISH', channel .. 'all', 'lost')
end

local figures = table.concat({ result, p, f, text(v), x ~= '' and p or h, redis.call('ZCARD', queue),
	redis.call('ZCARD', members) }, ' ')
return figures .. '\n' .. extra
