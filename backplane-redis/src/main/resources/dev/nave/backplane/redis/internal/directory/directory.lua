-- What the nodes of a farm know together. All keys of one call share the hash tag of KEYS[1].
--
--   g         hash: id of the generation, run id of the server, number of the last change, ...
--   n         sorted set: node -> end of its lease, in milliseconds of this server's clock
--   a         hash: lost node -> the node that removes what it left
--   p         hash: key -> "changes not raised yet:node that raises them"
--   c         hash: space -> number of members
--   s<space>  sorted set: names of keys with members
--   m<key>    sorted set: members        d<key>   hash: member -> node, told, version, value
--   i<node>   set: its entries           o<node>  sorted set: the changes that it has to raise
--   t<key>    hash: timed member -> end, "1", value; for a removed one end of its mark, "0"
--
-- A key is "length of space:space name", an entry "length of key:key member". A node has 22
-- characters: 19 for the process, 3 for each lease that it lost.
local base, op, node, retention = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local call, sub, find, format = redis.call, string.sub, string.find, string.format
local time = call('TIME')
local us = time[1] * 1000000 + time[2]
local ms = math.floor(us / 1000)
local G, N, A, P, C = base .. 'g', base .. 'n', base .. 'a', base .. 'p', base .. 'c'

local touched, id = {}, nil

-- Puts the end of a key off, once for each call.
local function keep(key)
  touched[key] = true
end

local function field(text)
  text = tostring(text)
  return #text .. ':' .. text
end

-- Splits "length:first second".
local function split(text)
  local colon = find(text, ':', 1, true)
  local last = colon + tonumber(sub(text, 1, colon - 1))
  return sub(text, colon + 1, last), sub(text, last + 1)
end

local function leased()
  return call('ZSCORE', N, node) and call('HEXISTS', A, node) == 0
end

local function box(owner, from, limit)
  return call('ZRANGEBYSCORE', base .. 'o' .. owner, '(' .. from, '+inf', 'LIMIT', 0, limit)
end

-- Notes a change for the node that raises an earlier one of the same key, else for this owner.
local function note(owner, kind, key, member, value, of, reason)
  local pending = call('HGET', P, key)
  local number = 0
  if pending then
    local colon = find(pending, ':', 1, true)
    local raiser = sub(pending, colon + 1)
    if call('ZSCORE', N, raiser) then
      number, owner = tonumber(sub(pending, 1, colon - 1)), raiser
    end
  end
  call('HSET', P, key, (number + 1) .. ':' .. owner)
  local seq = call('HINCRBY', G, 'seq', 1)
  id = id or call('HGET', G, 'id')
  local members = call('ZCARD', base .. 'm' .. key)
  call('ZADD', base .. 'o' .. owner, seq, field(format('%.0f', seq)) .. field(key)
    .. field(id .. '-' .. format('%.0f', seq))
    .. field(kind) .. field(member) .. field(value) .. field(sub(of, 1, 19)) .. field(reason)
    .. field(members))
  keep(base .. 'o' .. owner)
  keep(P)
end

local function drop(key, member)
  local space, name = split(key)
  call('HDEL', base .. 'd' .. key, member)
  if call('ZREM', base .. 'm' .. key, member) == 1
    and call('HINCRBY', C, space, -1) <= 0 then
    call('HDEL', C, space)
  end
  if call('ZCARD', base .. 'm' .. key) == 0 then
    call('ZREM', base .. 's' .. space, name)
  end
end

local function apply()
  if not leased() then
    return {'NOLEASE'}
  end
  local epoch = call('HGET', G, 'e' .. node)
  if epoch and tonumber(ARGV[4]) < tonumber(epoch) then
    return {'STALE'} -- From a connection that was given up.
  end
  local results = {}
  keep(base .. 'i' .. node)
  keep(C)
  for i = 7, #ARGV, 6 do
    local told, key, member, text = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    local version = tonumber(ARGV[i + 5])
    local data = base .. 'd' .. key
    local before = call('HGET', data, member)
    local owner = before and sub(before, 1, 22)
    local same = owner and sub(owner, 1, 19) == sub(node, 1, 19)
    local entry = #key .. ':' .. key .. member
    if ARGV[i] == 'P' then
      local beforeVersion = before and tonumber(sub(before, 24, 39)) or 0
      if before and not same and version > 0 and beforeVersion > version then
        results[#results + 1] = '-'
      else
        if version == 0 then
          version = math.max(us, beforeVersion + 1)
        end
        if owner and owner ~= node then
          call('SREM', base .. 'i' .. owner, entry)
        end
        call('HSET', data, member,
          node .. (told == '0' and '0' or '1') .. format('%016.0f', version) .. text)
        call('SADD', base .. 'i' .. node, entry)
        if not before then
          local space, name = split(key)
          call('ZADD', base .. 'm' .. key, 0, member)
          call('ZADD', base .. 's' .. space, 0, name)
          call('HINCRBY', C, space, 1)
          if told == '1' then
            note(node, 'J', key, member, text, node, '')
          end
        end
        keep(data)
        keep(base .. 'm' .. key)
        keep(base .. 's' .. split(key))
        results[#results + 1] = format('%.0f', version)
      end
    else
      if same then
        call('SREM', base .. 'i' .. owner, entry)
        drop(key, member)
        if sub(before, 23, 23) == '1' then
          note(node, 'L', key, member, sub(before, 40), owner, text)
        end
      end
      results[#results + 1] = 'x'
    end
  end
  return {'OK', results, box(node, ARGV[5], ARGV[6])}
end

local function info(section, field)
  local text = redis.pcall('INFO', section)
  return type(text) == 'string' and string.match(text, field .. ':(%x+)') or ''
end

-- The process that answers, and the one that it followed before it became the master. The second
-- tells two failovers that end at the first server, none of whose nodes has been at the other one.
local function server()
  local followed = info('replication', 'master_replid2')
  return info('server', 'run_id'), find(followed, '[^0]') and followed or ''
end

-- Redis forgets whom it followed after a while without replicas: that is no loss.
local function isSame(run, followed)
  return call('HGET', G, 'run') == run
    and (followed == '' or call('HGET', G, 'followed') == followed)
end

-- A server that was started anew, or became the master anew, may have lost what was confirmed: the
-- generation is another one then. After an outage all leases may have run out: none counts until
-- its node had the time to renew it.
local function generation(lease, fresh)
  local run, followed = server()
  id = call('HGET', G, 'id')
  local last = tonumber(call('HGET', G, 'beat') or ms)
  if not id then
    id = fresh
    call('HSET', G, 'id', id, 'run', run, 'followed', followed)
    call('HSET', G, 'f' .. id, ms) -- Nothing was here before.
  elseif not isSame(run, followed) then
    id = fresh
    call('HSET', G, 'id', id, 'run', run, 'followed', followed, 'grace', ms + lease, 'reset', '1')
    call('HINCRBY', G, 'seq', 1000000)
  elseif ms - last > lease * 2 / 3 then
    call('HSET', G, 'grace', ms + lease)
  end
  call('HSET', G, 'beat', ms)
  keep(G)
end

local function renew()
  local lease, join, known = tonumber(ARGV[7]), ARGV[8], ARGV[10]
  generation(lease, ARGV[9])
  local isReplaced, isHere = call('HEXISTS', A, node) == 1, call('ZSCORE', N, node)
  if isReplaced or (join == '0' and (known ~= id or not isHere)) then
    -- Whether its entries are missing, if they are, without having been told as lost.
    local untold = known ~= id and not isReplaced and (isHere or call('HEXISTS', G, 'f' .. id) == 1)
    return {'NOLEASE', id, untold and 1 or 0}
  end
  call('ZADD', N, ms + lease, node)
  call('HSET', G, 'e' .. node, ARGV[4])
  local isReset = call('HEXISTS', G, 'reset') == 1 or (known ~= '' and known ~= id)
  local grace = tonumber(call('HGET', G, 'grace') or 0)
  local replaced = {}
  local dead = call('ZRANGEBYSCORE', N, '-inf', '(' .. ms, 'WITHSCORES', 'LIMIT', 0, 100)
  for i = 1, #dead, 2 do
    local gone = dead[i]
    local heir = call('HGET', A, gone)
    local heirsLease = heir and call('ZSCORE', N, heir)
    if gone ~= node and heir ~= node and (ms >= grace or dead[i + 1] == '0')
      and not (heirsLease and tonumber(heirsLease) >= ms) then
      call('HSET', A, gone, node)
      heir = node
    end
    if heir == node then
      keep(base .. 'i' .. gone)
      keep(base .. 'o' .. gone)
      replaced[#replaced + 1] = gone
    end
  end
  for _, key in ipairs({N, A, P, C, base .. 'i' .. node, base .. 'o' .. node}) do
    keep(key)
  end
  local first = call('HGET', G, 'f' .. id)
  return {'OK', id, replaced, box(node, ARGV[5], ARGV[6]), first and ms - first or -1,
    isReset and 1 or 0}
end

-- A node that may have lost changes has written all again: who lists anew from now on finds that.
local function reset()
  if not leased() then
    return {'NOLEASE'}
  end
  call('HDEL', G, 'reset')
  note(node, 'X', '0:', '', '', node, '')
  return {'OK', box(node, ARGV[5], ARGV[6])}
end

local function fetch()
  if not leased() then
    return {'NOLEASE'}
  end
  return {'OK', box(node, ARGV[5], ARGV[6])}
end

-- Removes some of what a lost node left, whether or not there is room to be told of it.
local function drain()
  local gone = ARGV[7]
  if not leased() or call('HGET', A, gone) ~= node then
    return {'GONE'}
  end
  for _, entry in ipairs(call('SPOP', base .. 'i' .. gone, ARGV[8])) do
    local key, member = split(entry)
    local before = call('HGET', base .. 'd' .. key, member)
    if before and sub(before, 1, 22) == gone then
      drop(key, member)
      if sub(before, 23, 23) == '1' then
        note(gone, 'D', key, member, sub(before, 40), gone, '')
      end
    end
  end
  local rest = call('SCARD', base .. 'i' .. gone)
  if rest == 0 and call('ZCARD', base .. 'o' .. gone) == 0 then
    call('HDEL', A, gone)
    call('ZREM', N, gone)
    call('HDEL', G, 'e' .. gone)
    return {'DONE'}
  end
  return {'OK', rest, box(gone, ARGV[5], ARGV[6])}
end

local function raised()
  local owner = base .. 'o' .. ARGV[4]
  for i = 5, #ARGV do
    local change = call('ZRANGEBYSCORE', owner, ARGV[i], ARGV[i])[1]
    if change then
      call('ZREM', owner, change)
      local _, rest = split(change)
      local key = split(rest)
      local pending = call('HGET', P, key)
      if pending then
        local colon = find(pending, ':', 1, true)
        local number = tonumber(sub(pending, 1, colon - 1)) - 1
        if number > 0 then
          call('HSET', P, key, number .. sub(pending, colon))
        else
          call('HDEL', P, key)
        end
      end
    end
  end
  return {'OK'}
end

local function leave()
  if call('ZSCORE', N, node) then
    if call('SCARD', base .. 'i' .. node) + call('ZCARD', base .. 'o' .. node) == 0 then
      call('ZREM', N, node)
      call('HDEL', G, 'e' .. node)
    else
      call('ZADD', N, 0, node)
    end
  end
  return {'OK'}
end

local function members()
  local key, list = ARGV[4], {}
  local names = call('ZRANGEBYLEX', base .. 'm' .. key, ARGV[5], '+', 'LIMIT', 0, ARGV[6])
  if #names > 0 then
    local data = call('HMGET', base .. 'd' .. key, unpack(names))
    for i, name in ipairs(names) do
      if data[i] then
        list[#list + 1] = name
        list[#list + 1] = sub(data[i], 1, 19) .. sub(data[i], 40)
      end
    end
  end
  return list
end

local function keys()
  local space, list = ARGV[4], {}
  local names = call('ZRANGEBYLEX', base .. 's' .. space, ARGV[5], '+', 'LIMIT', 0, ARGV[6])
  for _, name in ipairs(names) do
    list[#list + 1] = name
    list[#list + 1] = call('ZCARD', base .. 'm' .. #space .. ':' .. space .. name)
  end
  return list
end

local function counts()
  return {call('ZCARD', base .. 's' .. ARGV[4]), tonumber(call('HGET', C, ARGV[4]) or 0)}
end

-- Forgets what is over, and of too many marks those that end first; returns the rest.
local function alive(key)
  local all, rest, marks, latest = call('HGETALL', key), {}, {}, 0
  for i = 1, #all, 2 do
    local last = tonumber(sub(all[i + 1], 1, 16))
    if last <= ms then
      call('HDEL', key, all[i])
    elseif sub(all[i + 1], 17, 17) == '1' then
      rest[#rest + 1] = all[i]
      rest[#rest + 1] = format('%.0f', last - ms)
      rest[#rest + 1] = sub(all[i + 1], 18)
    else
      marks[#marks + 1] = sub(all[i + 1], 1, 16) .. all[i]
      latest = math.max(latest, last)
    end
  end
  if #marks > 1000 then
    table.sort(marks)
    for i = 1, #marks - 1000 do
      call('HDEL', key, sub(marks[i], 17))
    end
  end
  if #rest == 0 and #marks > 0 then
    call('PEXPIRE', key, format('%.0f', latest - ms))
  end
  return rest
end

local function putTimed()
  for i = 5, #ARGV, 4 do
    local key, member, ttl = base .. 't' .. ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 3])
    alive(key)
    if ARGV[4] == 'S' or call('HEXISTS', key, member) == 0 then
      call('HSET', key, member, format('%016.0f', ms + ttl) .. '1' .. ARGV[i + 2])
      if call('PTTL', key) < ttl then
        call('PEXPIRE', key, format('%.0f', ttl))
      end
    end
  end
  return {'OK'}
end

-- What is removed is marked for a while: a node that missed it must not write it again.
local function removeTimed()
  local key = base .. 't' .. ARGV[4]
  local before = call('HGET', key, ARGV[5])
  if before then
    local last = math.min(tonumber(sub(before, 1, 16)), ms + retention)
    call('HSET', key, ARGV[5], format('%016.0f', last) .. '0')
    alive(key)
  end
  return {'OK'}
end

-- Tells which timed entries are here, unless some may have been lost meanwhile.
local function checkTimed()
  if call('HGET', G, 'id') ~= ARGV[4] or not isSame(server()) then
    return {'GONE'}
  end
  local here = {}
  for i = 5, #ARGV, 2 do
    local data = call('HGET', base .. 't' .. ARGV[i], ARGV[i + 1])
    here[#here + 1] = data and sub(data, 17, 17) == '1' and 1 or 0
  end
  return {'OK', here}
end

local operations = {
  apply = apply, renew = renew, fetch = fetch, reset = reset, drain = drain, raised = raised,
  leave = leave, members = members, keys = keys, counts = counts,
  putTimed = putTimed, removeTimed = removeTimed, checkTimed = checkTimed,
  count = function() return {call('ZCARD', base .. 'm' .. ARGV[4])} end,
  timed = function() return alive(base .. 't' .. ARGV[4]) end,
}
local answer = operations[op]()
for key in pairs(touched) do
  call('PEXPIRE', key, retention)
end
return answer
