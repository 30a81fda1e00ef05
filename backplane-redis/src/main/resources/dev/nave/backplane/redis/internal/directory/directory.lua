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

-- What a call changes of keys: what is there is asked once for a key, and what the call makes of it
-- is written once, too. A call changes each entry once at most, so no change needs to see another.
local looked, order, spaces, sets = {}, {}, {}, {}

-- Says that the call may change an entry; all are named before the first one is asked for.
local function concern(key, member)
  local at = looked[key]
  if not at then
    at = {key = key, entry = #key .. ':' .. key, data = base .. 'd' .. key, list = base .. 'm' .. key,
      names = {}, set = {}, enter = {}, gone = {}, born = 0}
    looked[key], order[#order + 1] = at, at
  end
  at.names[#at.names + 1] = member
end

local function look()
  for _, at in ipairs(order) do
    at.before = {}
    local data = call('HMGET', at.data, unpack(at.names))
    for i, member in ipairs(at.names) do
      at.before[member] = data[i]
    end
  end
end

-- How many members the key has by now, before it is written.
local function count(at)
  at.found = at.found or call('ZCARD', at.list)
  return at.found + at.born
end

-- Adds a value to a list, which is made when it is first needed.
local function add(lists, name, value)
  local list = lists[name] or {}
  list[#list + 1], lists[name] = value, list
end

local function put(at, member, data)
  at.set[#at.set + 1], at.set[#at.set + 2] = member, data
  if not at.before[member] then
    at.enter[#at.enter + 1], at.enter[#at.enter + 2] = 0, member
    at.born = at.born + 1
  end
end

local function drop(at, member)
  at.gone[#at.gone + 1] = member
  at.born = at.born - 1
end

local function writeKey(at)
  local data, list, space, name = at.data, at.list, split(at.key)
  local number = spaces[space] or {count = 0, enter = {}, gone = {}}
  spaces[space] = number
  if #at.set > 0 then
    call('HSET', data, unpack(at.set))
    number.isKept = true
  end
  if #at.enter > 0 then
    number.count = number.count + call('ZADD', list, unpack(at.enter))
    number.enter[#number.enter + 1], number.enter[#number.enter + 2] = 0, name
  end
  if #at.gone > 0 then
    call('HDEL', data, unpack(at.gone))
    number.count = number.count - call('ZREM', list, unpack(at.gone))
    if call('ZCARD', list) == 0 then
      number.gone[#number.gone + 1] = name
    end
  end
  -- A node writes all again four times in the retention: what is kept for longer is kept till then.
  if #at.set > 0 and call('PTTL', data) < retention * 3 / 4 then
    keep(data)
    keep(list)
  end
end

-- Writes what put and drop have made of the keys, and their nodes' lists of entries.
local function writeKeys()
  for _, at in ipairs(order) do
    writeKey(at)
  end
  for space, number in pairs(spaces) do
    local list = base .. 's' .. space
    if #number.enter > 0 then
      call('ZADD', list, unpack(number.enter))
    end
    if #number.gone > 0 then
      call('ZREM', list, unpack(number.gone))
    end
    if number.isKept then
      keep(list)
    end
    if number.count ~= 0 and call('HINCRBY', C, space, number.count) <= 0 then
      call('HDEL', C, space)
    end
  end
  for command, lists in pairs(sets) do
    for owner, entries in pairs(lists) do
      call(command, base .. 'i' .. owner, unpack(entries))
    end
  end
end

-- Changes that the call notes: seq is the number of the last one, raisers those of keys.
local boxes, raisers, seq = {}, {}, nil

-- Which node raises the changes of a key: the one that raises an earlier one of it, else this owner.
local function raiser(key, owner)
  local found = raisers[key]
  if not found then
    found = {number = 0, node = owner}
    local pending = call('HGET', P, key)
    if pending then
      local colon = find(pending, ':', 1, true)
      local earlier = sub(pending, colon + 1)
      if call('ZSCORE', N, earlier) then
        found.number, found.node = tonumber(sub(pending, 1, colon - 1)), earlier
      end
    end
    raisers[key] = found
  end
  return found
end

local function note(owner, kind, key, member, value, of, reason, members)
  local found = raiser(key, owner)
  found.number = found.number + 1
  seq = (seq or tonumber(call('HGET', G, 'seq') or 0)) + 1
  id = id or call('HGET', G, 'id')
  local number = format('%.0f', seq)
  add(boxes, found.node, number)
  add(boxes, found.node, field(number) .. field(key) .. field(id .. '-' .. number)
    .. field(kind) .. field(member) .. field(value) .. field(sub(of, 1, 19)) .. field(reason)
    .. field(members))
end

local function writeNotes()
  if not seq then
    return
  end
  local pending = {}
  for key, found in pairs(raisers) do
    pending[#pending + 1], pending[#pending + 2] = key, found.number .. ':' .. found.node
  end
  call('HSET', P, unpack(pending))
  call('HSET', G, 'seq', format('%.0f', seq))
  keep(P)
  for owner, changes in pairs(boxes) do
    call('ZADD', base .. 'o' .. owner, unpack(changes))
    keep(base .. 'o' .. owner)
  end
end

-- Takes what a node has: kind, key, member, value or reason, version of each entry. The kinds are
-- R for what it removed, and for what it put 0 (not told), 1 (told), 2 (told, but not this time).
-- The answer has the version of what had none, and for entries that have another one their index
-- and it, or -1 where another node has a newer entry.
local function apply()
  if not leased() then
    return {'NOLEASE'}
  end
  local epoch = call('HGET', G, 'e' .. node)
  if epoch and tonumber(ARGV[4]) < tonumber(epoch) then
    return {'STALE'} -- From a connection that was given up.
  end
  local entries, process, others = cmsgpack.unpack(ARGV[7]), sub(node, 1, 19), {}
  local now = format('%016.0f', us)
  for i = 1, #entries, 5 do
    concern(entries[i + 1], entries[i + 2])
  end
  look()
  sets.SADD, sets.SREM = {}, {}
  for i = 1, #entries, 5 do
    local kind, key, member = entries[i], entries[i + 1], entries[i + 2]
    local text, version = entries[i + 3], entries[i + 4]
    local at = looked[key]
    local before, entry = at.before[member], at.entry .. member
    local owner = before and sub(before, 1, 22)
    local same = owner and sub(owner, 1, 19) == process
    if kind == 'R' then
      if same then
        add(sets.SREM, owner, entry)
        drop(at, member)
        if sub(before, 23, 23) == '1' then
          note(node, 'L', key, member, sub(before, 40), owner, text, count(at))
        end
      end
    else
      local earlier = before and tonumber(sub(before, 24, 39)) or 0
      if before and not same and version > 0 and earlier > version then
        others[#others + 1], others[#others + 2] = (i - 1) / 5, -1
      else
        if version == 0 then
          version = math.max(us, earlier + 1)
          if version > us then
            others[#others + 1], others[#others + 2] = (i - 1) / 5, version
          end
        end
        if owner and owner ~= node then
          add(sets.SREM, owner, entry)
        end
        put(at, member, node .. (kind == '0' and '0' or '1')
          .. (version == us and now or format('%016.0f', version)) .. text)
        add(sets.SADD, node, entry)
        if kind == '1' and not before then
          note(node, 'J', key, member, text, node, '', count(at))
        end
      end
    end
  end
  writeKeys()
  writeNotes()
  keep(base .. 'i' .. node)
  keep(C)
  return {'OK', us, others, box(node, ARGV[5], ARGV[6])}
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
  note(node, 'X', '0:', '', '', node, '', 0)
  writeNotes()
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
  local left = {}
  for i, entry in ipairs(call('SPOP', base .. 'i' .. gone, ARGV[8])) do
    left[i] = {split(entry)}
    concern(left[i][1], left[i][2])
  end
  look()
  for _, entry in ipairs(left) do
    local key, member = entry[1], entry[2]
    local at = looked[key]
    local before = at.before[member]
    if before and sub(before, 1, 22) == gone then
      drop(at, member)
      if sub(before, 23, 23) == '1' then
        note(gone, 'D', key, member, sub(before, 40), gone, '', count(at))
      end
    end
  end
  writeKeys()
  writeNotes()
  local rest = call('SCARD', base .. 'i' .. gone)
  if rest == 0 and call('ZCARD', base .. 'o' .. gone) == 0 then
    call('HDEL', A, gone)
    call('ZREM', N, gone)
    call('HDEL', G, 'e' .. gone)
    return {'DONE'}
  end
  return {'OK', rest, box(gone, ARGV[5], ARGV[6])}
end

-- Forgets changes that were raised, whose numbers come in order.
local function raised()
  local owner = base .. 'o' .. ARGV[4]
  local changes, keys, raisedOf, at = {}, {}, {}, 5
  while at <= #ARGV do
    local first, last = ARGV[at], ARGV[at]
    repeat -- Numbers without a gap are asked for together.
      last, at = ARGV[at], at + 1
    until ARGV[at] ~= format('%.0f', last + 1)
    for _, change in ipairs(call('ZRANGEBYSCORE', owner, first, last)) do
      changes[#changes + 1] = change
      local _, rest = split(change)
      local key = split(rest)
      if not raisedOf[key] then
        keys[#keys + 1] = key
      end
      raisedOf[key] = (raisedOf[key] or 0) + 1
    end
  end
  if #changes == 0 then
    return {'OK'}
  end
  call('ZREM', owner, unpack(changes))
  local rest, none = {}, {}
  for i, pending in ipairs(call('HMGET', P, unpack(keys))) do
    local key, colon = keys[i], pending and find(pending, ':', 1, true)
    local number = pending and tonumber(sub(pending, 1, colon - 1)) - raisedOf[key]
    if number and number > 0 then
      rest[#rest + 1], rest[#rest + 2] = key, number .. sub(pending, colon)
    elseif number then
      none[#none + 1] = key
    end
  end
  if #rest > 0 then
    call('HSET', P, unpack(rest))
  end
  if #none > 0 then
    call('HDEL', P, unpack(none))
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
