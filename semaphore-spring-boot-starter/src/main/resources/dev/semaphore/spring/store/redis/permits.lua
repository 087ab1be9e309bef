-- One semaphore, changed by one or several operations of one instance. Every call carries what is needed to make the state
-- anew if it is missing.
--
-- state    hash   n the numbers, x who holds exclusively, e epoch, i:<instance> what it holds, u:<instance> until when it is
--                 taken for alive, and s:<instance> how far its claims are cleared
-- numbers         packed, as that is quicker by far than a field for each: p permits, f forgotten, v version of both,
--                 c permits as last configured, h held, t last token or version, q last place in the queue,
--                 l longest lease, m members, r grants nothing before, d no member is dead before, w how many wait
-- queue    zset   those that wait, '<id> <weight> <instance>' by place; weight 0 asks for all
-- members  zset   instances, by a time before which none of them is dead
-- claims   hash   for each instance and epoch: id -> '<weight> <token>', token 0 while it waits; and an empty one, so that
--                 the key lasts
--
-- An epoch begins when the state is made: what an earlier one left over is not looked at any more.
-- Numbers are whole and below 2^53; microseconds since 1970 are. Redis is told them as they are; what is put together
-- here needs text().
--
-- As a rule nobody waits and nothing is new, and permits are taken and given back by the first lines alone. All else is in
-- one block, as to make its functions with each call would take longer than all the rest.

local call = redis.call
local state = KEYS[1]
local me, lease = ARGV[1], tonumber(ARGV[2])
local permits, version = tonumber(ARGV[3]), tonumber(ARGV[5]) -- as this instance knows them
local prefix = ARGV[6]
local at = 7 -- where the next operation is, followed by its arguments

local NUMBERS = '>dddddddddddd'

local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]
local alive = now + lease * 1000 -- until then this instance is; nil once it left

local holding, living = 'i:' .. me, 'u:' .. me -- fields of this instance
local stored = call('HMGET', state, 'n', 'x', 'e', holding, living)
local p, f, v, c, h, t, q, l, m, r, d, w
local x, epoch, mine = stored[2], stored[3], tonumber(stored[4]) or 0
local own -- where the claims of this instance are
local member = stored[5] and tonumber(stored[5]) <= alive -- if not, or its lease is shorter now, it is noted when it ends
local known = false -- whether it knows the limit
if stored[1] then
	p, f, v, c, h, t, q, l, m, r, d, w = struct.unpack(NUMBERS, stored[1])
	own = prefix .. 'claims:' .. epoch .. ':' .. me
	known = lease <= l and (version > 0 and version <= v or version == 0 and permits == c)
end
local results = ''

-- The usual operations, up to one that is not.

while known and member and w == 0 and x == '' and now >= r and now < d and ARGV[at] do
	local op, id = ARGV[at], ARGV[at + 1]
	if op == 'take' then
		local weight = tonumber(ARGV[at + 2])
		local token = math.max(now, t + 1)
		local text = string.format('%.0f', token)
		if weight == 0 or h + f + weight > p or call('HSETNX', own, id, weight .. ' ' .. text) == 0 then
			break
		end
		t, h, mine = token, h + weight, mine + weight
		results = results .. '\nG ' .. text
		at = at + 5
	elseif op == 'end' then
		local claim = call('HGET', own, id)
		if claim then
			local weight = tonumber(string.match(claim, '^(%d+) [1-9]'))
			if not weight then
				break
			end
			call('HDEL', own, id)
			h, mine = h - weight, mine - weight
		end
		results = results .. (claim and '\n1' or '\n0')
		at = at + 2
	else
		break
	end
end

if ARGV[at] then
	local queue, members = KEYS[2], KEYS[3]
	local SLICE = 100
	local KEPT_WHILE_FORGOTTEN = 30 * 24 * 3600 * 1000

	local function text(number) return string.format('%.0f', number) end

	local function tick()
		t = math.max(now, t + 1)
		return t
	end

	local function claims(instance) return prefix .. 'claims:' .. epoch .. ':' .. instance end

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
		return x == '' and (weight == 0 and h == 0 and f == 0 and p > 0 or weight > 0 and h + f + weight <= p)
	end

	local function hold(instance, id, weight)
		if weight == 0 then
			x = id .. ' ' .. instance
		else
			count(instance, weight)
		end
	end

	-- The keys last for as long as anybody may need them; that of claims, until the next renewal, without any.
	local function last()
		call('HSET', own, '', '')
		keep(own)
		keep(queue)
		keep(members)
	end

	local function finish(instance, id)
		local key = claims(instance)
		local claim = call('HGET', key, id)
		if not claim or claim == '' then
			return nil
		end
		call('HDEL', key, id)
		local weight, token = string.match(claim, '^(%d+) (%d+)$')
		weight = tonumber(weight)
		if token == '0' then
			w = w - call('ZREM', queue, id .. ' ' .. weight .. ' ' .. instance)
		elseif weight == 0 then
			x = ''
		else
			count(instance, -weight)
		end
		return weight
	end

	local function serve()
		while w > 0 and now >= r and x == '' and h + f < p do
			local first = call('ZRANGE', queue, 0, 0)[1]
			if not first then
				w = 0 -- an eviction took them
				return
			end
			local id, weight, instance = string.match(first, '^(%d+) (%d+) (.*)$')
			weight = tonumber(weight)
			if not fits(weight) then
				return
			end
			w = w - call('ZREM', queue, first)
			local key = claims(instance)
			if call('HGET', key, id) == weight .. ' 0' then
				local token = text(tick())
				call('HSET', key, id, weight .. ' ' .. token)
				hold(instance, id, weight)
				call('PUBLISH', prefix .. 'to:' .. instance, id .. ' ' .. token)
			end
		end
	end

	-- What an instance held beyond its claims, which an eviction took, is not held by anybody.
	local function settle(instance)
		h = h - (instance == me and mine or tonumber(call('HGET', state, 'i:' .. instance)) or 0)
		mine = instance == me and 0 or mine
		call('HDEL', state, 'i:' .. instance, 's:' .. instance, 'u:' .. instance)
		if string.match(x, '^%d+ (.*)$') == instance then
			x = ''
		end
	end

	-- The state and its place in time.

	local fresh = not stored[1]
	if fresh then
		local forgotten = tonumber(ARGV[4])
		call('DEL', queue, members)
		p, f, c, h, x = permits, forgotten, permits, 0, ''
		t, q, l, m, d, w = version, 0, lease, 0, alive, 0
		epoch = text(now)
		own = claims(me)
		v = version > 0 and version or tick()
		-- who knew a state before this one may hold what is to be counted again
		r = version > 0 and now + math.floor(math.min(lease * 1000 / 3, 1000000)) or 0
	elseif version > v then
		p, f, v = permits, tonumber(ARGV[4]), version
		t = math.max(t, v)
	elseif version == 0 and permits ~= c then
		p, c, v = permits, permits, tick()
		call('PUBLISH', prefix .. 'all', 'limit')
	end
	l = math.max(l, lease)
	d = math.min(d, alive)
	if not member then
		call('ZADD', members, alive, me)
		m = call('ZCARD', members)
		last()
	end
	if now >= d then
		local budget = SLICE
		for _, instance in ipairs(call('ZRANGEBYSCORE', members, '-inf', now, 'LIMIT', 0, SLICE)) do
			local till = instance == me and alive or tonumber(call('HGET', state, 'u:' .. instance) or 0)
			if till > now then
				call('ZADD', members, till, instance)
				budget = budget - 1
			else
				local key = claims(instance)
				local scanned = call('HSCAN', key, call('HGET', state, 's:' .. instance) or 0, 'COUNT', budget)
				local some = scanned[2]
				for i = 1, #some, 2 do
					finish(instance, some[i])
					budget = budget - 1
				end
				if call('HLEN', key) <= 1 then
					settle(instance)
					call('DEL', key)
					call('ZREM', members, instance)
				else
					-- a scan that begins anew finds nothing where all is deleted, however much is left
					call('HSET', state, 's:' .. instance, scanned[1])
				end
			end
			if budget <= 0 then
				break
			end
		end
		m = call('ZCARD', members)
		d = tonumber(call('ZRANGE', members, 0, 0, 'WITHSCORES')[2]) or alive
	end
	serve()

	-- The operations.

	local function standing(claim)
		local token = string.match(claim, ' (%d+)$')
		return token == '0' and 'Q' or 'G ' .. token
	end

	local function take(id, weight, waits, room)
		if w == 0 and now >= r and fits(weight) then
			local token = text(math.max(now, t + 1))
			if call('HSETNX', own, id, weight .. ' ' .. token) == 0 then
				return standing(call('HGET', own, id))
			end
			tick()
			hold(me, id, weight)
			return 'G ' .. token
		end
		local large = p > 0 and weight > p
		if large or not waits or w >= room or call('HSETNX', own, id, weight .. ' 0') == 0 then
			local claim = call('HGET', own, id)
			return claim and standing(claim) or large and 'L' or not waits and 'U' or 'F'
		end
		q = q + 1
		call('ZADD', queue, q, id .. ' ' .. weight .. ' ' .. me)
		w = w + 1
		if w == 1 then
			keep(queue)
		end
		return 'Q'
	end

	local function report(limit)
		local shares = {}
		for _, instance in ipairs(call('ZREVRANGE', members, 0, limit - 1)) do
			local held = instance == me and mine or call('HGET', state, 'i:' .. instance) or '0'
			held = string.match(x, '^%d+ (.*)$') == instance and p or held
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

	-- What this instance holds and waits for.
	local function standings()
		local words = {}
		local stored = call('HGETALL', own)
		for i = 1, #stored, 2 do
			local id, claim = stored[i], stored[i + 1]
			local weight = string.match(claim, '^(%d+) 0$')
			if weight and not call('ZSCORE', queue, id .. ' ' .. weight .. ' ' .. me) then
				call('HDEL', own, id) -- an eviction took its place: it will be asked for again
			elseif claim ~= '' then
				words[#words + 1] = id .. ' ' .. claim
			end
		end
		return table.concat(words, ' ')
	end

	-- Operations that are called rarely, and alone.
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
				call('PUBLISH', prefix .. 'all', 'limit')
				result = '1'
			end
		elseif op == 'restore' then
			for i = at, #ARGV, 3 do
				local id, weight, token = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
				local claim = call('HGET', own, id)
				if (not claim or standing(claim) == 'Q') and fits(weight) then
					finish(me, id)
					token = token > 0 and token or tick()
					t = math.max(t, token)
					call('HSET', own, id, weight .. ' ' .. text(token))
					hold(me, id, weight)
				end
			end
		elseif op == 'leave' then
			for _, id in ipairs(call('HKEYS', own)) do
				finish(me, id)
			end
			settle(me)
			call('DEL', own)
			call('ZREM', members, me)
			alive, result = nil, '1'
		elseif op == 'renew' then
			if call('EXISTS', own) == 0 then
				settle(me)
			end
			call('ZADD', members, alive, me)
		end
		m, w = call('ZCARD', members), call('ZCARD', queue)
		serve()
		if op == 'renew' or op == 'restore' then
			return standings()
		end
		return op == 'report' and report(tonumber(ARGV[at])) or result
	end

	local lasting = fresh -- whether the keys are to be kept for longer
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
			lasting = lasting or op == 'renew' or op == 'restore' or op == 'forget' or op == 'release'
			at = #ARGV + 1
		end
		if w > 0 then
			serve()
		end
		results = results .. '\n' .. result
	end

	if x ~= stored[2] or fresh then
		call('HSET', state, 'x', x, 'e', epoch)
	end
	if lasting then
		last()
		keep(state)
	end
	if fresh then
		call('PUBLISH', prefix .. 'all', 'lost') -- perhaps: who holds something counts it again
	end
end

local numbers = struct.pack(NUMBERS, p, f, v, c, h, t, q, l, m, r, d, w)
if alive then
	call('HSET', state, 'n', numbers, living, alive, holding, mine)
else
	call('HSET', state, 'n', numbers)
end
return string.format('%d %d %.0f %d %d %d', p, f, v, x ~= '' and p or h, w, m) .. results
