// The compiled part of Boost.Redis, once for the house.
#include <boost/redis/src.hpp>
