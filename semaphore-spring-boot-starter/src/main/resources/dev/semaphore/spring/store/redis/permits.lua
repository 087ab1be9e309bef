-- One semaphore, changed by one or several operations of one instance. Every call carries what is needed to make the state
-- anew if it is missing.
--
-- state    hash   n the numbers, x who holds exclusively, e epoch, i:<instance> what it holds, and s:<instance> how far its
--                 claims are cleared
-- numbers         packed, as that is quicker by far than a field for each: p permits, f forgotten, v version of both,
--                 c permits as last configured, h held, t last token or version, q last place in the queue,
--                 l longest lease, m members, r grants nothing before, d no member is dead before
-- queue    zset   those that wait, '<id> <weight> <instance>' by place; weight 0 asks for all
-- members  zset   instances, by when they are taken for dead
-- claims   hash   for each instance and epoch: id -> '<weight> <token>', token 0 while it waits
--
-- An epoch begins when the state is made: what an earlier one left over is not looked at any more.
-- Numbers are whole and below 2^53; microseconds since 1970 are. Redis is told them as they are; what is put together
-- here needs text().

local call = redis.call
local state, queue, members = KEYS[1], KEYS[2], KEYS[3]
local me, lease = ARGV[1], tonumber(ARGV[2])
local known = { permits = tonumber(ARGV[3]), forgotten = tonumber(ARGV[4]), version = tonumber(ARGV[5]) }
local prefix, channel = ARGV[6], ARGV[7]
local FIRST = 8 -- of the operations, each followed by its arguments

local SLICE = 100
local KEPT_WHILE_FORGOTTEN = 30 * 24 * 3600 * 1000

local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]

local NUMBERS = '>ddddddddddd'
local stored = call('HMGET', state, 'n', 'x', 'e', 'i:' .. me)
local fresh = not stored[1]
local p, f, v, c, h, t, q, l, m, r, d
if not fresh then
	p, f, v, c, h, t, q, l, m, r, d = struct.unpack(NUMBERS, stored[1])
end
local x, epoch, mine = stored[2], stored[3], tonumber(stored[4]) or 0
local waiting -- how many do
local own -- where the claims of this instance are

local function text(number)
	return string.format('%.0f', number)
end

local function tick()
	t = math.max(now, t + 1)
	return t
end

local function claims(instance)
	return prefix .. epoch .. ':' .. instance
end

local function keep(key)
	call('PEXPIRE', key, f > 0 and KEPT_WHILE_FORGOTTEN or 2 * l)
end

local function count(instance, weight)
	h = h + weight
	if instance == me then
		mine = mine + weight
	else
		call('HINCRBY', state, 'i:' .. instance, weight)
	end
end

local function fits(weight)
	if weight == 0 then
		return h == 0 and f == 0 and p > 0 and x == ''
	end
	return x == '' and h + f + weight <= p
end

local function hold(instance, id, weight)
	if weight == 0 then
		x = id .. ' ' .. instance
	else
		count(instance, weight)
	end
end

-- A claim of this instance, unless there is one with this id.
local function put(id, claim)
	if call('HSETNX', own, id, claim) == 0 then
		return false
	end
	if mine == 0 then
		-- the first of them, perhaps
		keep(own)
	end
	return true
end

local function finish(instance, id)
	local key = claims(instance)
	local claim = call('HGET', key, id)
	if not claim then
		return nil
	end
	call('HDEL', key, id)
	local weight, token = string.match(claim, '^(%d+) (%d+)$')
	weight = tonumber(weight)
	if token == '0' then
		waiting = waiting - call('ZREM', queue, id .. ' ' .. weight .. ' ' .. instance)
	elseif weight == 0 then
		x = ''
	else
		count(instance, -weight)
	end
	return weight
end

local function serve()
	while waiting > 0 and now >= r and x == '' and h + f < p do
		local first = call('ZRANGE', queue, 0, 0)[1]
		local id, weight, instance = string.match(first, '^(%d+) (%d+) (.*)$')
		weight = tonumber(weight)
		if not fits(weight) then
			return
		end
		waiting = waiting - call('ZREM', queue, first)
		local key = claims(instance)
		if call('HGET', key, id) == weight .. ' 0' then
			local token = text(tick())
			call('HSET', key, id, weight .. ' ' .. token)
			hold(instance, id, weight)
			call('PUBLISH', channel .. 'to:' .. instance, id .. ' ' .. token)
		end
	end
end

-- What an instance held beyond its claims, which an eviction took, is not held by anybody.
local function settle(instance)
	if instance == me then
		h, mine, stored[4] = h - mine, 0, nil
	else
		h = h - (tonumber(call('HGET', state, 'i:' .. instance)) or 0)
	end
	call('HDEL', state, 'i:' .. instance, 's:' .. instance)
	if string.match(x, '^%d+ (.*)$') == instance then
		x = ''
	end
end

-- The state and its place in time.

if fresh then
	call('DEL', queue, members)
	p, f, c, h, x = known.permits, known.forgotten, known.permits, 0, ''
	t, q, l, m, d = known.version, 0, lease, 0, now + lease * 1000
	epoch = text(now)
	v = known.version > 0 and known.version or tick()
	-- who knew a state before this one may hold what is to be counted again
	r = known.version > 0 and now + math.floor(math.min(lease * 1000 / 3, 1000000)) or 0
elseif known.version > v then
	p, f, v = known.permits, known.forgotten, known.version
	t = math.max(t, v)
elseif known.version == 0 and known.permits ~= c then
	p, c, v = known.permits, known.permits, tick()
	call('PUBLISH', channel .. 'all', 'limit')
end
l = math.max(l, lease)
own = claims(me)
waiting = call('ZCARD', queue)
if call('ZADD', members, now + lease * 1000, me) == 1 then
	keep(members)
	m = call('ZCARD', members)
end
d = math.min(d, now + lease * 1000)
if now >= d then
	local budget = SLICE
	for _, instance in ipairs(call('ZRANGEBYSCORE', members, '-inf', now, 'LIMIT', 0, SLICE)) do
		local key = claims(instance)
		local scanned = call('HSCAN', key, call('HGET', state, 's:' .. instance) or 0, 'COUNT', budget)
		local some = scanned[2]
		for i = 1, #some, 2 do
			finish(instance, some[i])
			budget = budget - 1
		end
		if call('HLEN', key) == 0 then
			settle(instance)
			call('ZREM', members, instance)
		else
			-- a scan that begins anew finds nothing where all is deleted, however much is left
			call('HSET', state, 's:' .. instance, scanned[1])
		end
		if budget <= 0 then
			break
		end
	end
	m = call('ZCARD', members)
	d = tonumber(call('ZRANGE', members, 0, 0, 'WITHSCORES')[2])
end
serve()

-- The operations.

local function standing(claim)
	local token = string.match(claim, ' (%d+)$')
	return token == '0' and 'Q' or 'G ' .. token
end

local function take(id, weight, waits, room)
	if waiting == 0 and now >= r and fits(weight) then
		local token = text(math.max(now, t + 1))
		if not put(id, weight .. ' ' .. token) then
			return standing(call('HGET', own, id))
		end
		tick()
		hold(me, id, weight)
		return 'G ' .. token
	end
	local claim = call('HGET', own, id)
	if claim then
		return standing(claim)
	elseif p > 0 and weight > p then
		return 'L'
	elseif not waits then
		return 'U'
	elseif waiting >= room then
		return 'F'
	end
	put(id, weight .. ' 0')
	q = q + 1
	call('ZADD', queue, q, id .. ' ' .. weight .. ' ' .. me)
	waiting = waiting + 1
	if waiting == 1 then
		keep(queue)
	end
	return 'Q'
end

-- Operations that are called rarely: a function for each would have to be made with each call.
local function rarely(op, at)
	local result = '0'
	if op == 'forget' then
		local id = ARGV[at]
		local claim = call('HGET', own, id)
		if claim and standing(claim) ~= 'Q' then
			local weight = finish(me, id)
			f = f + (weight == 0 and p or weight)
			v = tick()
			result = '1'
		end
	elseif op == 'release' then
		local released = tonumber(ARGV[at])
		if released <= f then
			f = f - released
			v = tick()
			result = '1'
		end
	elseif op == 'resize' then
		local permits = tonumber(ARGV[at])
		if permits ~= p then
			p = permits
			v = tick()
			call('PUBLISH', channel .. 'all', 'limit')
			result = '1'
		end
	elseif op == 'restore' then
		for i = at, #ARGV, 3 do
			local id, weight, token = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
			local claim = call('HGET', own, id)
			if (not claim or standing(claim) == 'Q') and fits(weight) then
				finish(me, id)
				if token > 0 then
					t = math.max(t, token)
				else
					token = tick()
				end
				put(id, weight .. ' ' .. text(token))
				hold(me, id, weight)
			end
		end
	elseif op == 'leave' then
		for _, id in ipairs(call('HKEYS', own)) do
			finish(me, id)
		end
		settle(me)
		call('ZREM', members, me)
		result = '1'
	elseif op == 'renew' and call('EXISTS', own) == 0 then
		settle(me)
	end
	serve()
	m = call('ZCARD', members)
	return result
end

local function report(limit)
	local shares = {}
	for _, instance in ipairs(call('ZREVRANGE', members, 0, limit - 1)) do
		local held = instance == me and mine or call('HGET', state, 'i:' .. instance) or '0'
		if string.match(x, '^%d+ (.*)$') == instance then
			held = p
		end
		local queued = 0
		for _, claim in ipairs(call('HVALS', claims(instance))) do
			if string.match(claim, ' 0$') then
				queued = queued + 1
			end
		end
		shares[#shares + 1] = held .. ' ' .. queued .. ' ' .. instance
	end
	return table.concat(shares, '\n')
end

local answer = { '' }
local lasting = fresh -- whether the keys are to be kept for longer
local at = FIRST
while ARGV[at] do
	local op, result = ARGV[at], nil
	if op == 'take' then
		result = take(ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3] == '1', tonumber(ARGV[at + 4]))
		at = at + 5
	elseif op == 'end' then
		result = finish(me, ARGV[at + 1]) and '1' or '0'
		at = at + 2
	else
		result = rarely(op, at + 1)
		lasting = lasting or op == 'renew' or op == 'forget' or op == 'release'
		if op == 'renew' or op == 'restore' then
			result = table.concat(call('HGETALL', own), ' ')
			keep(own)
		elseif op == 'report' then
			result = report(tonumber(ARGV[at + 1]))
		end
		at = #ARGV + 1
	end
	if waiting > 0 then
		serve()
	end
	answer[#answer + 1] = result
end

-- What has changed.

local numbers = struct.pack(NUMBERS, p, f, v, c, h, t, q, l, m, r, d)
local changed = { 'n', numbers }
if x ~= stored[2] then
	changed[#changed + 1] = 'x'
	changed[#changed + 1] = x
end
if mine ~= (tonumber(stored[4]) or 0) then
	changed[#changed + 1] = 'i:' .. me
	changed[#changed + 1] = mine
end
if fresh then
	changed[#changed + 1] = 'e'
	changed[#changed + 1] = epoch
end
if #changed > 2 or numbers ~= stored[1] then
	call('HSET', state, unpack(changed))
end
if lasting then
	keep(state)
	keep(queue)
	keep(members)
end
if fresh and r > 0 then
	call('PUBLISH', channel .. 'all', 'lost')
end

answer[1] = table.concat({ p, f, text(v), x ~= '' and p or h, waiting, m }, ' ')
return table.concat(answer, '\n')
